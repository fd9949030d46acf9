export const handler = async (event) => ({ statusCode: event.rawPath === '/v1/items' ? 200 : 404, headers: { 'Content-Type': 'text/plain' }, body: event.requestContext.stage });
