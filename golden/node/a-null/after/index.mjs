const size = (query = { q: 'default' }) => (query === null ? 'null' : Object.keys(query).length);
export const handler = async (event) => {
  const { queryStringParameters = null, stageVariables = null } = event, body = _body(event);
  const parts = [
    (event.queryStringParameters ?? null) === null,
    queryStringParameters === null,
    typeof (event.stageVariables ?? null),
    stageVariables === null,
    String(event.pathParameters ?? null),
    `${(event.queryStringParameters ?? null) && event.queryStringParameters.q}`,
    size(event.queryStringParameters ?? null),
    body === null,
    event.queryStringParameters?.q ?? 'none',
    (event.queryStringParameters || {}).name,
  ];
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: parts.join(' ') };
};

function _body(event) {
  return event.body && event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body ?? null;
}
