exports.handler = async (event) => {
  try {
    const wish = JSON.parse(_body(event) || '{}');
    return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ name: wish.name }) };
  } catch (error) {
    return { statusCode: 400, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ error: 'no JSON' }) };
  }
};

function _body(event) {
  return event.body && event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body ?? null;
}
