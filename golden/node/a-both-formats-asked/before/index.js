const claimsOf = (event) => event.requestContext?.authorizer?.jwt?.claims ?? event.requestContext?.authorizer?.claims ?? {};
exports.handler = async (event) => {
  const context = event.requestContext;
  const method = (event && context && context.http && context.http.method) || event.httpMethod;
  const again = context && context.http ? context.http.method : event.httpMethod;
  const { sub } = claimsOf(event);
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${method} ${again} ${sub}` };
};
