const ADMIN = 'admin';
const ROLES = ['admin', 'owner'];
exports.handler = async (event) => {
  const { lambda: { role }, lambda: { plan } } = event.requestContext.authorizer;
  const status = role === ADMIN || ROLES.includes(role) || ['free', 'paid'].includes(plan) ? 200 : 403;
  return { statusCode: status, headers: { 'Content-Type': 'text/plain' }, body: '' };
};
