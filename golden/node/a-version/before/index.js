exports.handler = async (event) => {
  const method = event.version === '2.0' ? event.requestContext.http.method : event.httpMethod;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: method };
};
