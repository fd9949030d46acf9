const answered =
  (fn) =>
  async (...args) => {
    try {
      return await fn(...args);
    } catch (error) {
      return { statusCode: 500, headers: { 'Content-Type': 'text/plain' }, body: 'failed' };
    }
  };
exports.handler = answered(async (event) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'text/plain' },
  body: event.httpMethod + (event.headers['X-User'] ?? '-'),
}));
