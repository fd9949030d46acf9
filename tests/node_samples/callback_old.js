// rewritten: GET /users/{id}
const users = { v0: { name: 'n' } };

exports.handler = function (event, context, callback) {
  const id = event.pathParameters && event.pathParameters.id;
  const user = users[id];
  if (!user) {
    return callback(null, { statusCode: 404, body: JSON.stringify({ message: 'User not found' }) });
  }
  callback(null, {
    statusCode: 200,
    headers: { 'Access-Control-Allow-Origin': '*' },
    body: JSON.stringify(user),
  });
};
