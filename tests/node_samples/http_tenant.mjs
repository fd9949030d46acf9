// rewritten: GET /tenant lambda; 2.0 > rest
export const handler = async (event) => {
  const tenant = event.requestContext.authorizer.lambda.tenantId;
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ tenant: `${tenant}` }),
  };
};
