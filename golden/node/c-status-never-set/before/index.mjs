export const handler = async (event) => {
  let statusCode;
  if (event.httpMethod === 'GET') statusCode = 200;
  return { statusCode, body: '' };
};
