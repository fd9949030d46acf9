export const handler = async (event) =>
  {
  const { httpMethod: method } = event, { authorization } = _headers(event), { q = '-' } = event.queryStringParameters ?? {}, body = event.body ?? undefined;
  return ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${method} ${authorization} ${q} ${body === undefined}` });
};

function _headers(event) {
  return Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
