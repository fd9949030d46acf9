export const handler = async (event) => {
  const response = { found: true };
  if (event.queryStringParameters) response.statusCode = 201;
  return response;
};
