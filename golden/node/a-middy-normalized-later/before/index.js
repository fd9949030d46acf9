const middy = require('@middy/core');
const normalizer = require('@middy/http-header-normalizer');
const known = { before: ({ event }) => { event.known = event.headers['X-Known']; } };
const list = async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: String(event.known) });
exports.handler = middy(list).use(known).use(normalizer());
