exports.handler = async (event) => {
  const { principalId } = event.requestContext.authorizer;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: principalId };
};
