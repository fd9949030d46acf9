// rewritten: authorizer request 2.0
export const handler = async (event) => {
  const given = event.headers.Authorization ?? '';
  const allowed = given.endsWith('allow');
  return {
    principalId: 'user',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: allowed ? 'Allow' : 'Deny', Resource: event.methodArn }],
    },
    context: { plan: 'free' },
  };
};
