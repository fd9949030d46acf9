const finish = (response) => {
  response.cookies = ['a=1', 'b=2'];
};

exports.handler = async () => {
  const response = { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: 'x' };
  finish(response);
  return response;
};
