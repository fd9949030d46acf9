exports.handler = async (event) => {
  const { requestContext } = event;
  const method = event.httpMethod || requestContext.http?.method;
  const address = requestContext.http ? requestContext.http.sourceIp : requestContext.identity.sourceIp;
  const agent = requestContext.http?.userAgent || requestContext.identity?.userAgent;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: [method, address, agent].join() };
};
