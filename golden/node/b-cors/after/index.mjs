export const handler = async (event) => {
  const headers = { 'Content-Type': 'text/plain', 'Access-Control-Allow-Origin': _headers(event).origin };
  if (event.queryStringParameters) return { statusCode: 200, headers, body: 'x' };
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain', 'Access-Control-Allow-Origin': 'https://shop.example.com' }, body: 'x' };
};

function _headers(event) {
  return Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
