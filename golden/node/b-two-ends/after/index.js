exports.handler = async (event) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'text/plain' },
  body: _text(undefined === (event.queryStringParameters ?? undefined)),
});

function _text(value) {
  return typeof value === 'string' ? value : JSON.stringify(value ?? undefined);
}
