const answer = (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.httpMethod });
const routes = { GET: answer };
routes.PUT = require('./loaded')(routes);
exports.handler = async (event) => routes[event.httpMethod](event);
