const Resource = ['arn:aws:execute-api:eu-west-1:123456789012:abc123', 'prod', 'DELETE', '*'].join('/');

export const handler = async () => ({
  principalId: 'user',
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: 'Deny', Resource }] },
});
