const known = (id) => /^[0-9a-f-]{36}$/.test(id);
export const handler = async ({ requestContext: { requestId } }) => {
  const headers = { 'Content-Type': 'text/plain', 'X-Request-Id': requestId };
  return { statusCode: known(requestId) ? 200 : 400, headers, body: requestId.slice(0, 8) };
};
