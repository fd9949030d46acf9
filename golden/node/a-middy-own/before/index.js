const middy = require('@middy/core');
const mine = { before: async (request) => { request.event.user = request.event.headers.Authorization; } };
exports.handler = middy().use(mine).handler(async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.httpMethod }));
