export const handler = async ({ body = '', isBase64Encoded }) => {
  const form = new URLSearchParams(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString());
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: form.get('name') ?? '-' };
};
