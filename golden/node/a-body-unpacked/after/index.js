exports.handler = async (event) => {
  const { requestContext: { http: { method: httpMethod } } } = event, body = _body(event);
  const form = new URLSearchParams(body ?? '');
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${httpMethod} ${form.get('name')}` };
};

function _body(event) {
  return event.body && event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body ?? null;
}
