const _body = 1;
exports.handler = async (event) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: String(event.body) + _body });
