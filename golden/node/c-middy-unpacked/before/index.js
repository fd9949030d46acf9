const middy = require('@middy/core');
const known = {
  before: ({ event: { headers } }) => {
    if (!headers['X-Known']) return { statusCode: 401, headers: {}, body: 'no' };
  },
};
const list = async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.httpMethod });
exports.handler = middy(list).use(known);
