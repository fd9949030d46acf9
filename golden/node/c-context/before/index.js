exports.handler = async (event) => ({ statusCode: event.requestContext.authorizer.admin === 'true' ? 200 : 403, headers: { 'Content-Type': 'text/plain' }, body: '' });
