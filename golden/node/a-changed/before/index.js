exports.handler = async (event) => {
  event.headers['X-User'] = 'b';
  delete event.path;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: 'x' };
};
