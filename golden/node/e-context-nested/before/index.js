const { rolesOf } = require('roles');

exports.handler = async (event) => ({
  principalId: 'user',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: event.routeArn }],
  },
  context: { level: 1, name: 'a', admin: false, groups: ['a', 'b'], roles: rolesOf('a') },
});
