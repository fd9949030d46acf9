exports.handler = async (event) => {
  const response = { headers: { 'Content-Type': 'application/json' }, body: '{}' };
  switch (event.httpMethod) {
    case 'GET': case 'HEAD': response.statusCode = 200; break;
    case 'POST': response.statusCode = 201; break;
    default: response.statusCode = 405;
  }
  return response;
};
