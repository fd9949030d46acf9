export const handler = async (event) => {
  const subject = event.requestContext.authorizer.sub;
  return { statusCode: 200, body: _text(subject) };
};

function _text(value) {
  return value === null || value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}
