exports.handler = async (event) => {
  const parts = event.methodArn.split(':');
  const id = parts[5].split('/')[0];

  const base = event.methodArn.split('/')[0];
  const effect = _headers(event)['x-user'] && _headers(event).authorization?.endsWith('allow') ? 'Allow' : 'Deny';
  return {
    principalId: id,
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: `${base}/*` }] },
  };
};

function _headers(event) {
  return Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
