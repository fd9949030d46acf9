export const list = async ({ headers: { authorization: Authorization } }) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'text/plain' },
  body: Authorization ?? '-',
});
