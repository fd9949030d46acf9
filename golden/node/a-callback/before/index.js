module.exports.handler = (event, context, callback) => {
  if (event.httpMethod === 'POST') return callback(null, { statusCode: 405, body: '' });
  const response = { headers: { 'Content-Type': 'text/plain' }, body: event.path };
  response.statusCode = 200;
  callback(null, response);
};
