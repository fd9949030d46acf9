const token = (request) => {
  const headers = _headersWithoutCookie(request);
  return headers.authorization?.replace('Bearer ', '');
};
const user = (headers) => headers['x-user'] || 'nobody';
export const handler = async (event) => {
  const headers = _headersWithoutCookie(event);
  if (!event.headers) return { statusCode: 500, headers: { 'Content-Type': 'text/plain' }, body: 'none' };
  const names = Object.keys(headers).filter((name) => name.startsWith('x-'));
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: [token(event), user(headers), names.length].join() };
};

function _headers(event) {
  return Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}

function _headersWithoutCookie(event) {
  const { cookie, ...headers } = _headers(event);
  return headers;
}
