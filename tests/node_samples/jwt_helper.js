// rewritten: GET /private, POST /private
const { verify } = require('./auth');

exports.handler = async (event) => {
  let user;
  try {
    user = verify(event);
  } catch (error) {
    return { statusCode: 401, body: JSON.stringify({ message: 'Unauthorized' }) };
  }
  if (event.httpMethod === 'POST') {
    const data = JSON.parse(event.body || '{}');
    return { statusCode: 200, body: JSON.stringify({ user: user.sub, data }) };
  }
  return { statusCode: 200, body: JSON.stringify({ user: user.sub }) };
};
