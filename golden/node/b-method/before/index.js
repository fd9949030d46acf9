exports.handler = async (event) => {
  const { http } = event.requestContext;
  const line = [http.method, http.path, http.sourceIp, event.requestContext.http.userAgent, event.rawPath];
  const { requestContext: { http: { method, protocol }, time }, rawQueryString } = event;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: [...line, method, protocol, time, rawQueryString].join('|') };
};
