const contextOf = (event) => event.requestContext;
exports.handler = async (event) => {
  const headersOf = async (call) => call.headers;
  const given = await headersOf(event);
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${contextOf(event).http.sourceIp} ${given.authorization}` };
};
