const HEADERS = { 'Content-Type': 'application/json', 'X-Total': '2' };

const respond = (statusCode, body) => ({
  statusCode,
  headers: {
    ...HEADERS,
    'Cache-Control': 'no-store',
    'Access-Control-Allow-Origin': 'https://notes.example.org',
    'Access-Control-Allow-Credentials': 'true',
    'Access-Control-Expose-Headers': 'X-Total,X-Page',
  },
  body: _text(body),
});

export const handler = async (event) => {
  const query = event.queryStringParameters;
  if (!query) return { statusCode: 204, headers: { 'Access-Control-Allow-Origin': 'https://notes.example.org', 'Access-Control-Allow-Credentials': 'true', 'Access-Control-Expose-Headers': 'X-Total,X-Page' } };
  if (query.plain) return { statusCode: 200, headers: { ...HEADERS, 'Access-Control-Allow-Origin': 'https://notes.example.org', 'Access-Control-Allow-Credentials': 'true', 'Access-Control-Expose-Headers': 'X-Total,X-Page' }, body: '[]' };
  if (query.list) return { statusCode: 200, headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': 'https://notes.example.org', 'Access-Control-Allow-Credentials': 'true', 'Access-Control-Expose-Headers': 'X-Total,X-Page' }, body: JSON.stringify({ items: [] }) };
  return respond(200, '[]');
};

function _text(value) {
  return typeof value === 'string' ? value : JSON.stringify(value ?? undefined);
}
