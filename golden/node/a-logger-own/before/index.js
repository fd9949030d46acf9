class Log {
  constructor(service) {
    this.service = service;
  }
  write(message, more = {}) {
    const entry = { service: this.service, message, ...more };
    if (more) console.log(JSON.stringify(entry));
  }
}
const log = new Log('items');
exports.handler = async (event) => {
  log.write('asked', { event, keys: Object.keys(event) });
  log.write(`asked by ${JSON.stringify(event)}`);
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${event}` };
};
