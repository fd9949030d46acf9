const middy = require('@middy/core');
const typed = { after: (request) => { request.response.headers['content-type'] = 'text/html'; } };
const list = async (event) => ({ statusCode: 200, headers: {}, body: event.httpMethod });
exports.handler = middy(list).use(typed);
