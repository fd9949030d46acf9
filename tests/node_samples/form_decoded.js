// rewritten: POST /sms
const querystring = require('querystring');

exports.handler = async (event) => {
  const raw = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString('utf8') : event.body;
  const { name, id } = querystring.parse(raw);
  const answer = `<Response><Message>${name ?? 'nobody'} ${id ?? ''}</Message></Response>`;
  return { statusCode: 200, headers: { 'Content-Type': 'text/xml' }, body: answer };
};
