const respond = (callback, body) => callback(null, { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
const end = (context, body) => context.succeed({ statusCode: 404, headers: { 'Content-Type': 'application/json' }, body });
exports.handler = (event, context, callback) => {
  if (event.requestContext.http.method !== 'GET') return end(context, 'no');
  const done = callback;
  if (!event.queryStringParameters) return done(null, { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: 'none' });
  respond(callback, event.queryStringParameters ?? null);
};
