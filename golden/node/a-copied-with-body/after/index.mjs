const parsed = (inner) => async (event) => inner({ ...event, body: JSON.parse(_body(event) ?? '{}') });
const create = async ({ body, requestContext: { http: { method: httpMethod } } }) => ({ statusCode: 201, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name: body.name, method: httpMethod }) });
export const handler = parsed(create);

function _body(event) {
  return event.body && event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body ?? null;
}
