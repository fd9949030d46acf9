// rewritten: GET /hello
/**
 * A first function.
 */
export const handler = async (event) => {
  const name = event.queryStringParameters?.name ?? 'world';
  return {
    statusCode: 200,
    body: JSON.stringify({ message: `hello ${name}` }),
  };
};
