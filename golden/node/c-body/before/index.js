const crypto = require('node:crypto');
exports.handler = async (event) => {
  const sign = crypto.createHmac('sha256', 'k').update(event.body).digest('hex');
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: sign };
};
