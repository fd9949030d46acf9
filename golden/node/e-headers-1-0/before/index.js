const header = (h, name) => h[name];
exports.handler = async (event) => ({ principalId: 'u', policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: header(event.headers, 'X-User') ? 'Deny' : 'Allow', Resource: event.methodArn }] } });
