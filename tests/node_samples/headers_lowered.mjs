// rewritten: GET /beta
const lowered = (headers) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

export const handler = async (event) => {
  const headers = lowered(event.headers);
  return { statusCode: 200, body: JSON.stringify({ user: headers['x-user'] ?? 'nobody' }) };
};
