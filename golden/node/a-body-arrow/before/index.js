const parse = (text) => Object.fromEntries(new URLSearchParams(text ?? ''));
module.exports.handler = async ({ body }) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: String(parse(body).name) });
