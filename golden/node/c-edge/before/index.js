exports.handler = async (event) => {
  const country = event.headers['CloudFront-Viewer-Country'] || 'none';
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: country };
};
