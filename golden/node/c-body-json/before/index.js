exports.handler = async ({ body }) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: JSON.parse(body).name });
