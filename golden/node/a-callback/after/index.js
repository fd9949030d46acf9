module.exports.handler = (event, context, callback) => {
  if (event.requestContext.http.method === 'POST') return callback(null, { statusCode: 405, headers: { 'Content-Type': 'application/json' }, body: '' });
  const response = { headers: { 'Content-Type': 'text/plain' }, body: event.rawPath };
  response.statusCode = 200;
  callback(null, response);
};
