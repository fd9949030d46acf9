exports.handler = async (event) => {
  try {
    return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.pathParameters.id };
  } catch (error) {
    return { statusCode: error.statusCode ?? 200, headers: { 'Content-Type': 'text/plain' }, body: 'none' };
  }
};
