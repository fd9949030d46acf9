const _ = require('lodash');
exports.handler = async (event) => {
  const id = _.get(event, ['pathParameters', 'id'], 'none');
  const method = _.get(event, 'httpMethod');
  const user = _.get(event.headers, 'X-User', 'nobody');
  const cookies = _.get(event, 'headers.Cookie', 'no cookies');
  const query = _.get(event, 'queryStringParameters', {});
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ id, method, user, cookies, query }) };
};
