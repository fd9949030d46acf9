exports.handler = async (event) => {
  const parts = event.methodArn.split(':');
  const id = parts[5].split('/')[0];

  const base = event.methodArn.split('/')[0];
  const effect = event.headers['X-User'] && event.headers.Authorization?.endsWith('allow') ? 'Allow' : 'Deny';
  return {
    principalId: id,
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: `${base}/*` }] },
  };
};
