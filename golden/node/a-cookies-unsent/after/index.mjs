export const handler = async () => ({ statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: '', cookies: ['a=1'] });
