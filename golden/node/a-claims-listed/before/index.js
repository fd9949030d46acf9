const allowed = (claims) => (claims['cognito:groups'] || '').split(',').includes('admins');
exports.handler = async (event) => {
  const { claims } = event.requestContext.authorizer;
  if (!allowed(claims) || Number(claims.exp) < 1) return { statusCode: 403, headers: { 'Content-Type': 'text/plain' }, body: 'no' };
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: JSON.stringify(claims) };
};
