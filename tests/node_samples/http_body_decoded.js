// unchanged: POST /webhook; 2.0 > rest
exports.handler = async (event) => {
  const text = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body;
  if (!text) {
    return { statusCode: 400, headers: { 'Content-Type': 'application/json' }, body: '{"message":"empty"}' };
  }
  console.log('received %d characters', text.length);
  return { statusCode: 202, headers: { 'Content-Type': 'application/json' }, body: '{"accepted":true}' };
};
