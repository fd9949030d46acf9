const policy = (effect, resource) => ({
  principalId: 'u',
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resource }] },
});
exports.handler = async (event) => {
  const token = event.identitySource[0];
  const { routeArn: methodArn } = event;
  return policy(token.endsWith('allow') ? 'Allow' : 'Deny', methodArn);
};
