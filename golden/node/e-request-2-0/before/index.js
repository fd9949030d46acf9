exports.handler = async (event) => {
  const effect = event.headers.Authorization?.endsWith('allow') && event.httpMethod === 'GET' ? 'Allow' : 'Deny';
  return {
    principalId: event.requestContext.identity.sourceIp,
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: event.methodArn }] },
  };
};
