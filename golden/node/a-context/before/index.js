exports.handler = async (event) => {
  const { tenantId } = event.requestContext.authorizer;
  console.log('call of', event.requestContext.authorizer.role);
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `tenant ${tenantId}` };
};
