export const handler = async (event) => {
  const origin = _headers(event).origin ?? null;
  const headers = { 'Content-Type': 'text/plain', 'X-Origin': _text(origin), 'X-Tag': _headers(event).tag ?? '' };
  return { statusCode: 200, headers, body: 'x' };
};

function _headers(event) {
  return Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}

function _text(value) {
  return typeof value === 'string' ? value : JSON.stringify(value ?? undefined);
}
