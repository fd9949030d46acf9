const text = (body) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body });
const served = (routes) => async (event) => {
  const name = event.requestContext.http.method in routes ? event.requestContext.http.method : 'others';
  const run = routes[name];
  return text(await run({ event, name }));
};
exports.handler = served({
  GET: async ({ event, name }) => `${name} ${event.headers['x-user'] ?? '-'}`,
  others: async () => 'none',
});
