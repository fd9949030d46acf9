// rewritten: POST /subscribe; rest > 1.0
const { parse } = require('querystring');

exports.handler = async (event) => {
  const { name } = parse(event.body || '');
  if (!name) return { statusCode: 400, body: 'name is missing' };
  return { statusCode: 302, headers: { Location: 'https://example.com/thanks' }, body: '' };
};
