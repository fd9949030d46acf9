// flagged: GET /tenants/orders lambda
exports.handler = async (event) => {
  const { tenantId, principalId } = event.requestContext.authorizer;
  console.log(`tenant ${tenantId}`);
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ tenant: tenantId, user: principalId ? 'known' : 'unknown' }),
  };
};
