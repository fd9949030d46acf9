exports.handler = async (event) => ({ statusCode: 200, body: _headers(event)["x-tenant"] });

function _headers(event) {
  return Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
