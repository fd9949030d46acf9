exports.handler = async (event) => {
  const key = event.requestContext.identity.apiKey;
  const [token] = event.multiValueHeaders.Authorization ?? [];
  const country = event.headers['CloudFront-Viewer-Country'];
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: [key, token, country].join() };
};
