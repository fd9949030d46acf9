const user = (event) => _headers(event)['x-user'];
exports.handler = async (event) => {
  const { authorization: Authorization = '-' } = _headers(event);
  const form = new URLSearchParams(_body(event) ?? '');
  const found = [user(event), Authorization, _headers(event).cookie, form.get('name')];
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: found.map(String).join() };
};

function _body(event) {
  return event.body && event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body ?? null;
}

function _headers(event) {
  return Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
