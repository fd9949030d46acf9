export const handler = async (event) => {
  const context = event.requestContext.authorizer;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${context.tenantId}` };
};
