class Request {
  constructor(event) { this.event = event; }
  get token() { return this.event.headers.authorization; }
}
class Page extends Request {
  constructor(event, name) { super(event); this.name = name; }
  answer() {
    const { headers, requestContext: { http: { method: httpMethod } } } = this.event;
    const text = `${httpMethod} ${headers['x-page'] ?? 1} ${this.event.queryStringParameters?.q}`;
    return { statusCode: this.token ? 200 : 401, headers: { 'Content-Type': 'text/plain' }, body: text };
  }
}
exports.handler = async (event) => new Page(event, 'page').answer();
