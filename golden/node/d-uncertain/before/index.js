const { check } = require('shop-tools');
exports.handler = async (event) => {
  check(event.headers);
  const list = event.multiValueHeaders['x-user'];
  if (event.requestContext.stage !== '$default') throw new Error('stage');
  return { statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' }, body: event.headers['x-user'], extra: 1 };
};
