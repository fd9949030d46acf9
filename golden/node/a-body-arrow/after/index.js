const parse = (text) => Object.fromEntries(new URLSearchParams(text ?? ''));
module.exports.handler = async (event) => {
  const body = _body(event);
  return ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: String(parse(body).name) });
};

function _body(event) {
  return event.body && event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body ?? null;
}
