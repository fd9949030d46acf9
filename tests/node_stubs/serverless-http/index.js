// Takes both formats, as the adapter does; it shows which method and path it saw.
module.exports = () => async (event) => ({
  statusCode: 200,
  headers: { 'content-type': 'text/plain' },
  body: `${event.httpMethod ?? event.requestContext.http.method} ${event.path ?? event.rawPath}`,
});
