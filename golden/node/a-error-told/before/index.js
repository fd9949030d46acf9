exports.handler = async (event) => {
  try {
    return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.queryStringParameters.page };
  } catch (error) {
    return { statusCode: 400, headers: { 'Content-Type': 'text/plain' }, body: error.message };
  }
};
