exports.handler = async (event) => ({
  statusCode: 200,
  body: _headers(event).authorization + _headers(event)['content-type'] + event.httpMethod,
});

function _headers(event) {
  return Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
