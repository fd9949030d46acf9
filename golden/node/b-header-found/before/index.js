exports.handler = async (event) => ({ statusCode: event.headers['X-User'] ? 200 : 401, headers: { 'content-type': 'text/plain' }, body: '' });
