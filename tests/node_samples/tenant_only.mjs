// flagged: GET /tenants/items lambda
export const handler = async (event) => {
  const tenant = event.requestContext.authorizer?.tenantId;
  if (!tenant) return { statusCode: 403, body: JSON.stringify({ message: 'no tenant' }) };
  const page = Number(event.queryStringParameters?.page ?? 1);
  return { statusCode: 200, body: JSON.stringify({ tenant, page }) };
};
