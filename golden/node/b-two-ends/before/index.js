exports.handler = async (event) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'text/plain' },
  body: undefined === event.queryStringParameters,
});
