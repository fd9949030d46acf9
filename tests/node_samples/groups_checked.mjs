// flagged: DELETE /users/{id} claims
const isAdmin = (claims) => (claims['cognito:groups'] || '').split(',').includes('admins');

export const handler = async (event) => {
  const { claims } = event.requestContext.authorizer;
  if (!isAdmin(claims)) {
    return { statusCode: 403, body: JSON.stringify({ message: 'admins only' }) };
  }
  return { statusCode: 200, body: JSON.stringify({ deleted: event.pathParameters.id }) };
};
