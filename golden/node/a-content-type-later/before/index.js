exports.handler = async () => {
  const headers = { 'X-Part': 'list' };
  headers['content-type'] = 'text/html';
  return { statusCode: 200, headers, body: '<p>' };
};
