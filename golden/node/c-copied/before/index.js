exports.handler = async (event) => {
  const copy = JSON.parse(JSON.stringify(event));
  const context = { ...event.requestContext };
  const user = copy.headers['X-User'] ?? '-';
  return { statusCode: context.stage === 'prod' ? 403 : 200, headers: { 'Content-Type': 'text/plain' }, body: user };
};
