exports.handler = async function (event) {
  const method = arguments[0].httpMethod;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${method} ${event.pathParameters.id}` };
};
