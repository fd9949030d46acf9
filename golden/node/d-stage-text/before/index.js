exports.handler = async (event) => {
  const key = `${event.requestContext.stage}-admin`;
  return { statusCode: key === '$default-admin' ? 200 : 403, headers: { 'Content-Type': 'text/plain' }, body: '' };
};
