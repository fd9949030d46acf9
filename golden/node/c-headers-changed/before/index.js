exports.handler = async (event) => {
  event.headers['X-Page'] = event.headers['X-Page'] || '1';
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.headers['X-Page'] };
};
