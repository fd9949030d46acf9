// rewritten: GET /session, POST /session
const parse = (header = '') => Object.fromEntries(header.split(';').map((part) => part.trim().split('=')));

export const handler = async (event) => {
  if (event.httpMethod === 'POST') {
    return {
      statusCode: 200,
      multiValueHeaders: { 'Set-Cookie': ['session=s1; HttpOnly; Path=/', 'theme=dark; Path=/'] },
      body: JSON.stringify({ ok: true }),
    };
  }
  const { session } = parse(event.headers.Cookie);
  return session
    ? { statusCode: 200, body: JSON.stringify({ session }) }
    : { statusCode: 401, body: JSON.stringify({ message: 'no session' }) };
};
