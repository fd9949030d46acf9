module.exports = (inner) => async (event, context) => {
  console.log(event.httpMethod);
  return inner(event, context);
};
