export const handler = async (event) => {
  const subject = event.requestContext.authorizer.jwt.claims.sub;
  return { statusCode: 200, body: subject };
};
