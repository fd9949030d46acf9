const MANY = { 'Set-Cookie': ['c=3'] };
export const handler = async (event) => {
  if (event.queryStringParameters) return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, cookies: MANY['Set-Cookie'], body: 'x' };
  const cookies = ['a=1', 'b=2'];
  const response = { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: 'x' };
  response.cookies = cookies;
  return response;
};
