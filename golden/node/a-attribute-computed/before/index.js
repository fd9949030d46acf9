class Request {
  constructor(event) { this.event = event; }
  part(name) { return this[name].httpMethod; }
}
exports.handler = async (event) => {
  const method = new Request(event).part('event');
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: method };
};
