class Base {
  async main(event) {
    this.event = event;
    this.address = event.requestContext.identity ? event.requestContext.identity.sourceIp : '-';
    return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${this.address} ${this.body()}` };
  }
}
class Method extends Base {
  body() {
    return this.event.httpMethod;
  }
}
const method = new Method();
exports.handler = method.main.bind(method);
