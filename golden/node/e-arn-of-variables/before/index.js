exports.handler = async (event) => {
  const base = event.methodArn.split('/')[0];
  const statement = (Effect, Resource) => ({ Action: 'execute-api:Invoke', Effect, Resource });
  const open = statement('Allow', `${base}/*`);
  const closed = statement('Deny', `${base}/${process.env.STAGE}/GET/reports`);
  const other = statement('Deny', base + '/' + process.env.STAGE + '/GET/users');
  const any = statement('Deny', base + '/*/GET/' + process.env.REPORT);
  return { principalId: 'user', policyDocument: { Version: '2012-10-17', Statement: [open, closed, other, any] } };
};
