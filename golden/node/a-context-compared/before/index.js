exports.handler = async (event) => {
  if (event.requestContext.authorizer.readOnly === 'true') return { statusCode: 403, headers: { 'Content-Type': 'text/plain' }, body: 'ro' };
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.requestContext.authorizer.principalId };
};
