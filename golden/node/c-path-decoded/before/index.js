exports.handler = async (event) => {
  const { id } = event.pathParameters;
  return { statusCode: 200, body: decodeURIComponent(id) + event.pathParameters.id };
};
