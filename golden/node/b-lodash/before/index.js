const get = require('lodash/get');
exports.handler = async (event) => {
  const method = get(event, 'requestContext.http.method');
  const user = get(event, 'headers.x-user', 'nobody');
  const body = get(event, 'body', '{}');
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ method, user, body }) };
};
