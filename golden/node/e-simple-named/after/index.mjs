const check = async (token) => ({ isAuthorized: token === 'allow', context: { level: 3 } });
export const handler = async (event) => {
  if (event.httpMethod === 'DELETE') return _policy(event, { isAuthorized: false });
  return _policy(event, await check(_headers(event).authorization));
};

function _headers(event) {
  return Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}

function _policy(event, answer) {
  const isAllowed = answer?.isAuthorized === true;
  const sent = Object.entries(JSON.parse(JSON.stringify(answer?.context ?? {}))).filter(([, value]) => value !== null);
  const context = sent.map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]);
  return {
    principalId: 'user',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: isAllowed ? 'Allow' : 'Deny', Resource: event.methodArn }],
    },
    context: Object.fromEntries(context),
  };
}
