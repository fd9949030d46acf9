// event.httpMethod in a comment is none
exports.handler = async (event) => {
  const body = _body(event), resource = event.routeKey.split(' ').pop();
  const user = event.requestContext.authorizer.claims.sub;
  console.log('event.path', event['rawPath'], event.headers['x-trace'], body);
  return { statusCode: 200, cookies: [user], headers: { 'Content-Type': 'application/json' }, body: resource };
};

function _body(event) {
  return event.body && event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body ?? null;
}
