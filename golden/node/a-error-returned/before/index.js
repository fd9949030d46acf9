let response;
exports.handler = async (event) => {
  try {
    response = { statusCode: 200, body: JSON.stringify({ message: event.httpMethod }) };
  } catch (err) {
    console.log(err);
    return err;
  }
  return response;
};
