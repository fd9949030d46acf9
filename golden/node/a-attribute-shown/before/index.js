const { keep } = require('./kept');
class Request {
  constructor(event) { this.event = event; }
  get token() { return this.event.headers.Authorization; }
}
exports.handler = async (event) => {
  const request = keep(new Request(event));
  return { statusCode: request.token ? 200 : 401, headers: { 'Content-Type': 'text/plain' }, body: 'x' };
};
