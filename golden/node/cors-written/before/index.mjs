const HEADERS = { 'Content-Type': 'application/json', 'X-Total': '2' };

const respond = (statusCode, body) => ({
  statusCode,
  headers: {
    ...HEADERS,
    'Cache-Control': 'no-store',
  },
  body,
});

export const handler = async (event) => {
  const query = event.queryStringParameters;
  if (!query) return { statusCode: 204 };
  if (query.plain) return { statusCode: 200, headers: HEADERS, body: '[]' };
  if (query.list) return { items: [] };
  return respond(200, '[]');
};
