exports.handler = async (event) => ({ statusCode: event.requestContext.path.startsWith('/prod/') ? 403 : 200, headers: { 'Content-Type': 'text/plain' }, body: '' });
