exports.handler = async (event) => {
  const [, , , region, account, api] = event.methodArn.split(':');
  const parts = event.methodArn.split(':');
  const base = event.methodArn.split('/')[0];
  const id = parts[5].split('/')[0];
  const method = parts[5].split('/')[2];
  if (event.type === 'TOKEN' || !event.headers.Authorization) throw new Error('Unauthorized');
  return {
    principalId: method,
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: 'Deny', Resource: `${base}/prod/DELETE/*` }] },
    context: { region, account, api, id, stage: event.requestContext.stage },
  };
};
