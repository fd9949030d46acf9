module.exports = (inner) => async (event, context) => {
  console.log(event.requestContext.http.method);
  return inner(event, context);
};
