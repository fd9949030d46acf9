// rewritten: authorizer token 2.0
const policy = (principalId, Effect, Resource) => ({
  principalId,
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] },
});

exports.handler = async (event) => {
  const token = event.authorizationToken.replace(/^Bearer /, '');
  return policy('user', token === 'allow' ? 'Allow' : 'Deny', event.methodArn);
};
