const method = (call) => call.httpMethod;
const one = async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: method(event) });
const two = async (event) => ({ statusCode: 204, headers: { 'Content-Type': 'text/plain' }, body: method(event) });
module.exports = { handler: one, two };
