const STAGE = 'prod';
exports.handler = async (event) => {
  const base = event.methodArn.split('/')[0];
  const Statement = [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: `${base}/*` }];
  if (event.authorizationToken !== 'secret') Statement.push({ Action: 'execute-api:Invoke', Effect: 'Deny', Resource: `${base}/${STAGE}/DELETE/*` });
  return { principalId: 'u', policyDocument: { Version: '2012-10-17', Statement } };
};
