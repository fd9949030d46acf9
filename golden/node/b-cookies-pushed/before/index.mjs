export const handler = async (event) => {
  const response = { statusCode: 204, cookies: ['a=1'] };
  if (event.queryStringParameters) response.cookies.push('b=2');
  return response;
};
