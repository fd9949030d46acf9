const method = (call) => call.httpMethod;
exports.other = () => method({ httpMethod: 'GET' });
exports.handler = async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: method(event) });
