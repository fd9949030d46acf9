export const handler = async (event) => {
  const form = new URLSearchParams(Buffer.from(event.body, 'base64').toString());
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: form.get('name') };
};
