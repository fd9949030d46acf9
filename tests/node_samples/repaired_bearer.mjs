// rewritten: GET /orders; rest > 1.0
const tokenOf = (event) => event.headers.Authorization?.split(' ')[1];

export const handler = async (event) => {
  const token = tokenOf(event);
  if (!token) return { statusCode: 401, body: JSON.stringify({ message: 'Missing token' }) };
  return { statusCode: 200, body: JSON.stringify({ token, page: event.queryStringParameters?.page ?? '1' }) };
};
