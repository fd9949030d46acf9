// rewritten: ANY /{proxy+}; 2.0 > rest
const pages = { '/about': 'about us', '/terms': 'the terms' };

export const handler = async (event) => {
  const { rawPath, requestContext } = event;
  const { method } = requestContext.http;
  const page = pages[rawPath];
  if (method !== 'GET' || !page) {
    return { statusCode: 404, headers: { 'Content-Type': 'text/html' }, body: `<p>${method} ${rawPath}</p>` };
  }
  return { statusCode: 200, headers: { 'Content-Type': 'text/html' }, body: page };
};
