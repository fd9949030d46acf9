const list = async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.headers.Host });
const rows = [
  { method: 'GET', run: list },
  { method: 'POST', run: async ({ requestContext }) => ({ statusCode: 201, headers: { 'Content-Type': 'text/plain' }, body: requestContext.identity.sourceIp }) },
];
const others = new Map([['PUT', async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.httpMethod })]]);
exports.handler = async (event) => {
  const row = rows.find((each) => each.method === event.httpMethod);
  return row ? row.run(event) : others.get(event.httpMethod)(event);
};
