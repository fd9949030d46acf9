exports.handler = async (event) => {
  const context = event.requestContext;
  const who = context.identity;
  const both = [who.sourceIp, who.userAgent, context.httpMethod, context.accountId];
  const { identity: { sourceIp, userAgent: agent } } = context;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: both.concat(sourceIp, agent).join(',') };
};
