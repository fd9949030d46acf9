// rewritten: PUT /documents/{id} lambda
export const handler = async (event) => {
  const { role = 'reader' } = event.requestContext.authorizer ?? {};
  if (role !== 'writer') {
    return { statusCode: 403, body: JSON.stringify({ message: 'writers only' }) };
  }
  return { statusCode: 200, body: JSON.stringify({ id: event.pathParameters.id }) };
};
