const text = (body, more) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body, ...more });
exports.handler = async (event) => {
  if (event.queryStringParameters) return text('eA==', { isBase64Encoded: true });
  return text('x', { multiValueHeaders: { 'Set-Cookie': ['a=1'] } });
};
