const { make } = require('shop-answers');
exports.handler = async (event) => {
  if (event.queryStringParameters) return make(200);
  if (event.headers.accept) return { message: 'no' };
  return { statusCode: 200, headers: { 'set-cookie': 'a=1', 'Set-Cookie': 'b=2' }, body: 'x' };
};
