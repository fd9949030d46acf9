exports.handler = async (event) => {
  const { requestContext } = event;
  const method = event.httpMethod || requestContext.http.method;
  const path = event.rawPath ?? event.path;
  const address = requestContext.http ? requestContext.http.sourceIp : requestContext.identity.sourceIp;
  const agent = event.version === '2.0' ? requestContext.http.userAgent : requestContext.identity.userAgent;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: [method, path, address, agent].join() };
};
