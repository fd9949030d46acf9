const respond = (callback, body) => callback(null, { body: JSON.stringify(body) });
const end = (context, body) => context.succeed({ statusCode: 404, body });
exports.handler = (event, context, callback) => {
  if (event.httpMethod !== 'GET') return end(context, 'no');
  const done = callback;
  if (!event.queryStringParameters) return done(null, { body: 'none' });
  respond(callback, event.queryStringParameters);
};
