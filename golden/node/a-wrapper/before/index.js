const { withErrors } = require('./errors');
const run = async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.httpMethod });
exports.handler = withErrors(run);
