export let handler = async () => ({ statusCode: 200, body: '' });
handler = async (event) => ({ statusCode: 200, body: event.requestContext.stage });
