exports.handler = async (event) => {
  const response = { headers: { 'Content-Type': 'application/json' }, body: '{}' };
  switch (event.requestContext.http.method) {
    case 'GET': case 'HEAD': response.statusCode = 200; break;
    case 'POST': response.statusCode = 201; break;
    default: response.statusCode = 405;
  }
  return response;
};
