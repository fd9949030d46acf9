exports.handler = async () => {
  const headers = { 'X-Part': 'list' };
  headers['content-type'] = 'text/html';
  return { statusCode: 200, headers: { 'content-type': 'application/json', ...headers }, body: '<p>' };
};
