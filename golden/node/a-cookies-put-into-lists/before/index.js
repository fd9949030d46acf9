exports.handler = async () => {
  const response = { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, multiValueHeaders: {}, body: 'x' };
  response.multiValueHeaders['Set-Cookie'] = ['a=1', 'b=2'];
  return response;
};
