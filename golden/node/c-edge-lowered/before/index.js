const lower = (headers) => Object.fromEntries(Object.entries(headers).map(([k, v]) => [k.toLowerCase(), v]));
exports.handler = async (event) => {
  const headers = lower(event.headers);
  return { statusCode: headers['cloudfront-viewer-country'] === 'DE' ? 200 : 403, body: headers['x-a'] };
};
