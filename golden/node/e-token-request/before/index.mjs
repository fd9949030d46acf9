export const handler = async (event) => ({
  principalId: 'user',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: event.headers?.['x-admin'] ? 'Allow' : 'Deny', Resource: event.methodArn }],
  },
});
