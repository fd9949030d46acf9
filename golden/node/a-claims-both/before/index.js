exports.handler = async (event) => {
  const { claims } = event.requestContext.authorizer;
  const groups = (claims['cognito:groups'] ?? '').replace(/^\[|\]$/g, '').split(/[,\s]+/);
  return { statusCode: groups.includes('admins') ? 200 : 403, headers: { 'Content-Type': 'text/plain' }, body: groups.join(' ') };
};
