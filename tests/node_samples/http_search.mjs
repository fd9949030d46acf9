// rewritten: GET /search; 2.0 > rest
export const handler = async ({ queryStringParameters: { q = '', page = '1' } = {}, headers }) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ q, page: Number(page), agent: headers['user-agent'] }),
});
