exports.handler = async (event) => {
  const text = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: String(text) };
};
