import common from './common.mjs';
const item = async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name: event.body.name, method: event.requestContext.http.method }) });
export const handler = common(item);
