exports.handler = async (event) => {
  try {
    const wish = JSON.parse(event.body || '{}');
    return { statusCode: 200, body: JSON.stringify({ name: wish.name }) };
  } catch (error) {
    return { statusCode: 400, body: JSON.stringify({ error: 'no JSON' }) };
  }
};
