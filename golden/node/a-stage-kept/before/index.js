exports.handler = async (event) => {
  const line = `${event.path} ${event.requestContext.stage}`;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: line };
};
