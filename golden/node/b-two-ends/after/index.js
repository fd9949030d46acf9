exports.handler = async (event) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'text/plain' },
  body: _text(undefined === (event.queryStringParameters ?? undefined)),
});

function _text(value) {
  return value === null || value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}
