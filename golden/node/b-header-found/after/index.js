exports.handler = async (event) => ({ statusCode: _headers(event)['x-user'] ? 200 : 401, headers: { 'content-type': 'text/plain' }, body: '' });

function _headers(event) {
  return Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
