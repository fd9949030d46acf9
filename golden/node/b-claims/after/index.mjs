export const handler = async (event) => {
  const { claims: jwt } = event.requestContext.authorizer;
  const { sub, email } = event.requestContext.authorizer.claims;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: [sub, email, jwt.sub].join() };
};
