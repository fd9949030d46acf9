export const handler = async (event) => {
  const session = _headersWithoutCookie(event).cookie ?? 'none';
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify([session, _headersWithoutCookie(event)]) };
};

function _headers(event) {
  return Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}

function _headersWithoutCookie(event) {
  const { cookie, ...headers } = _headers(event);
  return headers;
}
