// unchanged: GET /health; 2.0 > rest
exports.handler = async () => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ status: 'ok', region: process.env.AWS_REGION || 'local' }),
});
