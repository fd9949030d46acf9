exports.handler = async (event) => {
  const { authorizer } = event.requestContext;
  const { claims: { sub, email } } = authorizer;
  const mine = event.requestContext.authorizer?.claims?.sub;
  const admin = authorizer.claims['cognito:groups'].includes('admins');
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: [sub, email, mine, admin].join() };
};
