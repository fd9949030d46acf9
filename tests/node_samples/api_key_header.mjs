// rewritten: GET /quota
const KEYS = (process.env.API_KEYS ?? 'k,l').split(',');

export const handler = async ({ headers, requestContext }) => {
  const key = headers['X-Api-Key'];
  if (!key || !KEYS.includes(key)) {
    return { statusCode: 403, headers: { 'Content-Type': 'text/plain' }, body: 'Forbidden' };
  }
  const { sourceIp, userAgent } = requestContext.identity;
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ key, sourceIp, userAgent }),
  };
};
