export const handler = async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: _body(event) });

function _body(event) {
  return event.body && event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body ?? null;
}
