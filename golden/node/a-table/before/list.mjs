export const list = async ({ headers: { Authorization } }) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'text/plain' },
  body: Authorization ?? '-',
});
