// rewritten: authorizer token 2.0
exports.handler = async (event) => {
  const parts = event.methodArn.split(':');
  const [apiId, stage] = parts[5].split('/');
  const resource = `${parts.slice(0, 5).join(':')}:${apiId}/${stage}/*`;
  return {
    principalId: 'user',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'execute-api:Invoke',
          Effect: event.authorizationToken === 'allow' ? 'Allow' : 'Deny',
          Resource: resource,
        },
      ],
    },
  };
};
