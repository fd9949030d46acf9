// unchanged: GET /health
const { version } = { version: process.env.VERSION || '0.0.0' };

module.exports.handler = (event, context, callback) => {
  callback(null, {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ status: 'ok', version }),
  });
};
