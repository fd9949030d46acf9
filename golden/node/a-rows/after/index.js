const list = async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.headers.host });
const rows = [
  { method: 'GET', run: list },
  { method: 'POST', run: async ({ requestContext }) => ({ statusCode: 201, headers: { 'Content-Type': 'text/plain' }, body: requestContext.http.sourceIp }) },
];
const others = new Map([['PUT', async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.requestContext.http.method })]]);
exports.handler = async (event) => {
  const row = rows.find((each) => each.method === event.requestContext.http.method);
  return row ? row.run(event) : others.get(event.requestContext.http.method)(event);
};
