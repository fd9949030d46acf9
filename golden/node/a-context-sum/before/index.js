exports.handler = async (event) => ({ statusCode: event.requestContext.authorizer.level + 1 > 30 ? 200 : 403, headers: { 'Content-Type': 'text/plain' }, body: '' });
