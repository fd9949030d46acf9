const policy = (Resource, ok) => ({
  principalId: 'u',
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: ok ? 'Allow' : 'Deny', Resource }] },
});
exports.handler = async (event) => {
  if (event.identitySource[0] === 'allow') {
    const all = event.routeArn.split('/').slice(0, 2).join('/') + '/*';
    return policy(all, true);
  }
  const parts = event.routeArn.split(':');
  const [api, stage, method] = parts[5].split('/');
  return policy(`${parts.slice(0, 5).join(':')}:${api}/${stage}/${method}/*`, event.identitySource[0] === 'Bearer allow');
};
