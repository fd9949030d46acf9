export const handler = async (event) => {
  const groups = event.requestContext.authorizer.jwt.claims['cognito:groups'].slice(1, -1).split(' ');
  const { scopes } = event.requestContext.authorizer.jwt;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${groups} ${scopes}` };
};
