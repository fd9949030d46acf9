export const handler = async (event) => {
  const { jwt } = event.requestContext.authorizer;
  const { sub, email } = event.requestContext.authorizer.jwt.claims;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: [sub, email, jwt.claims.sub].join() };
};
