exports.handler = async (event) => {
  const { lambda: { tenantId } } = event.requestContext.authorizer;
  console.log('call of', event.requestContext.authorizer.lambda.role);
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `tenant ${tenantId}` };
};
