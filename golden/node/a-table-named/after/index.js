const text = (statusCode, body) => ({ statusCode, headers: { 'Content-Type': 'text/plain' }, body });
const routes = { GET: (event) => text(200, event.rawPath), PUT: (event) => text(201, event.requestContext.http.method) };
exports.handler = async (event) => {
  const route = routes[event.requestContext.http.method];
  return route ? route(event) : text(405, 'no such method');
};
