export const handler = async () => ({ statusCode: 200, body: '', cookies: ['a=1'] });
