exports.handler = async (event) => {
  return _policyForAll(event, { isAuthorized: _headers(event).authorization === 'allow' ? 'true' : 'false' });
};

function _headers(event) {
  return Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}

function _policyForAll(event, answer) {
  const isAllowed = answer?.isAuthorized === true;
  const sent = Object.entries(JSON.parse(JSON.stringify(answer?.context ?? {}))).filter(([, value]) => value !== null);
  const context = sent.map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]);
  return {
    principalId: 'user',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: isAllowed ? 'Allow' : 'Deny', Resource: `${event.methodArn.split('/', 2).join('/')}/*` }],
    },
    context: Object.fromEntries(context),
  };
}
