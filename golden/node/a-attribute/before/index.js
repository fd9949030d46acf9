class Request {
  constructor(event) { this.event = event; }
  get token() { return this.event.headers.Authorization; }
}
class Page extends Request {
  constructor(event, name) { super(event); this.name = name; }
  answer() {
    const { headers, httpMethod } = this.event;
    const text = `${httpMethod} ${headers['X-Page'] ?? 1} ${this.event.queryStringParameters?.q}`;
    return { statusCode: this.token ? 200 : 401, headers: { 'Content-Type': 'text/plain' }, body: text };
  }
}
exports.handler = async (event) => new Page(event, 'page').answer();
