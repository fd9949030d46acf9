exports.handler = (event, context, callback) => {
  if (event.authorizationToken !== 'allow') callback('Unauthorized');
  else callback(null, { principalId: 'u', policyDocument: { Version: '2012-10-17', Statement: [{ Action: '*', Effect: 'Allow', Resource: '*' }] } });
};
