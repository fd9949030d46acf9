exports.handler = async (event) => {
  const line = `${event.rawPath.slice(`/${event.requestContext.stage}`.length)} ${event.requestContext.stage}`;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: line };
};
