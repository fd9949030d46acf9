const text = (statusCode, body) => ({ statusCode, headers: { 'Content-Type': 'text/plain' }, body });
const routes = { GET: (event) => text(200, event.path), PUT: (event) => text(201, event.httpMethod) };
exports.handler = async (event) => {
  const route = routes[event.httpMethod];
  return route ? route(event) : text(405, 'no such method');
};
