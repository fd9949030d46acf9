const secrets = { 'key-prod': 'allow' };
exports.handler = async (event) => {
  const { stage } = { stage: event.methodArn.split('/')[1] };
  const named = event.methodArn.split('/')[1];
  const ok = event.authorizationToken === secrets[`key-${named}`] && stage;
  return {
    principalId: 'u',
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: ok ? 'Allow' : 'Deny', Resource: event.methodArn }] },
  };
};
