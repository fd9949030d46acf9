export const handler = async (event) => {
  const { lambda: context } = event.requestContext.authorizer;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${context.tenantId}` };
};
