exports.handler = async (event) => {
  const response = { headers: { 'Content-Type': 'application/json' }, body: '{}' };
  if (event.queryStringParameters) response.statusCode = 201;
  return response;
};
