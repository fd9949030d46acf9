const answers = {
  GET: (event, context, callback) => callback(null, { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: event.headers['x-user'] ?? '-' }),
  others: function (event, context, callback) {
    callback(null, { statusCode: 404, headers: { 'Content-Type': 'application/json' }, body: event.requestContext.http.method });
  },
};
exports.handler = (event, context, callback) => {
  const name = event.requestContext.http.method in answers ? event.requestContext.http.method : 'others';
  answers[name](event, context, callback);
};
