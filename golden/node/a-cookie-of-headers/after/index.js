const { session } = require('./session');
exports.handler = async (event) => {
  if (!session({ ...event.headers, cookie: event.cookies?.join('; ') })) return { statusCode: 401, headers: { 'Content-Type': 'text/plain' }, body: 'no' };
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.cookies?.join('; ') };
};
