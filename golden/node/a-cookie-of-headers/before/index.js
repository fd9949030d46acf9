const { session } = require('./session');
exports.handler = async (event) => {
  if (!session(event.headers)) return { statusCode: 401, headers: { 'Content-Type': 'text/plain' }, body: 'no' };
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.headers.Cookie };
};
