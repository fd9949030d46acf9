exports.answer = () => ({ statusCode: 200, body: '' });
