const codes = { missing: 404, found: 302 };

export const handler = async (event) => {
  const statusCode = codes[event.pathParameters.id];
  if (event.queryStringParameters) return { statusCode: codes[event.pathParameters.id] ?? 200, headers: { 'Content-Type': 'text/plain' }, body: 'a' };
  return { statusCode: statusCode ?? 200, headers: { 'Content-Type': 'text/plain' }, body: 'b' };
};
