import middy from '@middy/core';

export const handler = middy(async () => ({ statusCode: 200, body: '' }));
handler.use({ before: () => {} }).after(async ({ event }) => ({ body: event.requestContext.stage }));
