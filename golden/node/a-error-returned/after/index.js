let response;
exports.handler = async (event) => {
  try {
    response = { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ message: event.requestContext.http.method }) };
  } catch (err) {
    console.log(err);
    return err;
  }
  return response;
};
