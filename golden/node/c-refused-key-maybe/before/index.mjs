export const handler = async (event) => ({ statusCode: 200, body: '', ...(event.body && { error: 'no body is taken' }) });
