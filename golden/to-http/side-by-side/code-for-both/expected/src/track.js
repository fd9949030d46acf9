exports.handler = async (event) => {
  return { statusCode: 200, body: _headers(event)['user-agent'] };
};

function _headers(event) {
  return Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
