// rewritten: GET /profile claims, PUT /profile claims
export const handler = async (event) => {
  const user = event?.requestContext?.authorizer?.claims?.sub;
  if (!user) {
    return { statusCode: 401, body: JSON.stringify({ message: 'who are you' }) };
  }
  if (event.httpMethod === 'PUT') {
    const profile = event.body ? JSON.parse(event.body) : {};
    return { statusCode: 200, body: JSON.stringify({ ...profile, user }) };
  }
  return { statusCode: 200, body: JSON.stringify({ user }) };
};
