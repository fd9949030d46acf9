exports.handler = async (event) => {
  const context = event.requestContext;
  const who = context.http;
  const both = [who.sourceIp, who.userAgent, context.http.method, context.accountId];
  const { http: { sourceIp, userAgent: agent } } = context;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: both.concat(sourceIp, agent).join(',') };
};
