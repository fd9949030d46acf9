// event.httpMethod in a comment is none
exports.handler = async (event) => {
  const { body, resource } = event;
  const user = event.requestContext.authorizer.claims.sub;
  console.log('event.path', event['path'], event.headers['X-Trace'], body);
  return { statusCode: 200, multiValueHeaders: { 'Set-Cookie': [user] }, body: resource };
};
