const { keep } = require('lib');
class C { constructor(event) { this.event = event; } get live() { return this.event.requestContext.stage === 'prod'; } }
exports.handler = async (event) => ({ statusCode: keep(new C(event)).live ? 200 : 403, headers: { 'Content-Type': 'text/plain' }, body: '' });
