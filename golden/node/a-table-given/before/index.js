const text = (body) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body });
const served = (routes) => async (event) => {
  const name = event.httpMethod in routes ? event.httpMethod : 'others';
  const run = routes[name];
  return text(await run({ event, name }));
};
exports.handler = served({
  GET: async ({ event, name }) => `${name} ${event.headers['X-User'] ?? '-'}`,
  others: async () => 'none',
});
