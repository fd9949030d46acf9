export const handler = async (event) => {
  const { id } = event.pathParameters;
  if (!event.queryStringParameters) return { statusCode: 404, headers: { 'Content-Type': 'text/plain' }, body: id };
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.requestContext.accountId };
};
