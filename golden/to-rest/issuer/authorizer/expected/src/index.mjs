export const handler = async (event) => {
  const subject = event.requestContext.authorizer.sub;
  return { statusCode: 200, body: _text(subject) };
};

function _text(value) {
  return typeof value === 'string' ? value : JSON.stringify(value ?? undefined);
}
