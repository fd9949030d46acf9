import common from './common.mjs';
const item = async (event) => ({ statusCode: 200, body: JSON.stringify({ name: event.body.name, method: event.httpMethod }) });
export const handler = common(item);
