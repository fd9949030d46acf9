const policy = (effect, resource) => ({
  principalId: 'u',
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resource }] },
});
exports.handler = async (event) => {
  if (event.authorizationToken === 'deny') return policy('Deny', event.methodArn);
  if (event.authorizationToken === 'unauthorized') throw new Error('Unauthorized');
  return policy(event.authorizationToken.endsWith('allow') ? 'Allow' : 'Deny', event.methodArn);
};
