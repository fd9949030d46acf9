export const handler = async (event) => {
  const token = event.authorizationToken ?? event.identitySource;
  return {
    principalId: 'u',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: token === 'allow' ? 'Allow' : 'Deny', Resource: event.methodArn }],
    },
  };
};
