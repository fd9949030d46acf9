const MANY = { 'Set-Cookie': ['c=3'] };
export const handler = async (event) => {
  if (event.queryStringParameters) return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, multiValueHeaders: MANY, body: 'x' };
  const cookies = ['a=1', 'b=2'];
  const response = { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: 'x' };
  response.multiValueHeaders = { 'Set-Cookie': cookies };
  return response;
};
