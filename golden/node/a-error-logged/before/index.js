exports.handler = async (event) => {
  try {
    return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.queryStringParameters.page };
  } catch (error) {
    console.error(error.message);
    return { statusCode: 400, headers: { 'Content-Type': 'text/plain' }, body: 'no page' };
  }
};
