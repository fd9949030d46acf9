exports.handler = async (event) => {
  const identity = event.requestContext;
  const user = identity.authorizer?.iam?.userArn ?? null;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${identity.http.sourceIp} ${user} ${(identity.authorizer?.iam?.callerId ?? null)}` };
};
