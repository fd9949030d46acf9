const get = require('lodash/get');
exports.handler = async (event) => {
  const method = get(event, 'httpMethod');
  const user = _headers(event)['x-user'] ?? 'nobody';
  const body = event.body ?? '{}';
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ method, user, body }) };
};

function _headers(event) {
  return Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
