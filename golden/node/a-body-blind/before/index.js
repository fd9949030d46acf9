exports.handler = async (event) => {
  const text = Buffer.from(event.body, 'base64').toString();
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: text };
};
