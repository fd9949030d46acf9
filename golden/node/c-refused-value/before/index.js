exports.handler = async () => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain', 'X-Pages': 3 }, body: 'x' });
