export const handler = async (event) => ({ statusCode: event.multiValueHeaders['x-admin'] ? 200 : 403, body: '' });
