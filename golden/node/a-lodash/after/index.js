const _ = require('lodash');
exports.handler = async (event) => {
  const id = _.get(event, ['pathParameters', 'id'], 'none');
  const method = _.get(event, 'requestContext.http.method');
  const user = _.get(event.headers, 'x-user', 'nobody');
  const cookies = event.cookies?.join('; ') ?? 'no cookies';
  const query = event.queryStringParameters ?? null;
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ id, method, user, cookies, query }) };
};
