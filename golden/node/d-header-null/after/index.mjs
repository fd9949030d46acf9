export const handler = async (event) => {
  const { page = null } = event.queryStringParameters ?? {};
  const tag = event.queryStringParameters?.tag;
  const headers = { 'Content-Type': 'text/plain', 'X-Page': _text(page), 'X-Tag': _text(tag) };
  return { statusCode: 200, headers, body: event.pathParameters.id };
};

function _text(value) {
  return typeof value === 'string' ? value : JSON.stringify(value ?? undefined);
}
