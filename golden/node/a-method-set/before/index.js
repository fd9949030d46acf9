const api = { user: (event) => event.headers['X-User'] ?? '-' };
api.user = (event) => event.headers.Authorization ?? '-';
exports.handler = async (event) => {
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: api.user(event) };
};
