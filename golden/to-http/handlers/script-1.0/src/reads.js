exports.handler = async (event) => ({
  statusCode: 200,
  body: event.headers.Authorization + event.headers['Content-Type'] + event.httpMethod,
});
