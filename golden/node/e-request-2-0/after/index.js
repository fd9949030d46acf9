exports.handler = async (event) => {
  const effect = event.headers.authorization?.endsWith('allow') && event.requestContext.http.method === 'GET' ? 'Allow' : 'Deny';
  return {
    principalId: event.requestContext.http.sourceIp,
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: event.routeArn }] },
  };
};
