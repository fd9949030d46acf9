// rewritten: GET /audited
import middy from '@middy/core';

const audit = () => ({
  before: async ({ event }) => {
    console.log(`${event.httpMethod} ${event.path}`);
  },
  onError: async (request) => {
    request.response = { statusCode: 500, headers: { 'Content-Type': 'text/plain' }, body: 'failed' };
  },
});

const list = async (event) => ({ statusCode: 200, body: JSON.stringify({ q: event.queryStringParameters?.q ?? null }) });

export const handler = middy(list).use(audit());
