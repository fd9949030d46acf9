const answers = {
  GET: (event, context, callback) => callback(null, { statusCode: 200, body: event.headers['X-User'] ?? '-' }),
  others: function (event, context, callback) {
    callback(null, { statusCode: 404, body: event.httpMethod });
  },
};
exports.handler = (event, context, callback) => {
  const name = event.httpMethod in answers ? event.httpMethod : 'others';
  answers[name](event, context, callback);
};
