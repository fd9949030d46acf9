// rewritten: GET /session, POST /session; 2.0 > rest
export const handler = async (event) => {
  const headers = { 'content-type': 'application/json' };
  if (event.requestContext.http.method === 'POST') {
    return { statusCode: 200, headers, cookies: ['session=s1; HttpOnly', 'theme=dark'], body: '{"ok":true}' };
  }
  const session = (event.cookies ?? []).find((cookie) => cookie.startsWith('session='));
  return { statusCode: session ? 200 : 401, headers, body: JSON.stringify({ session: session ?? null }) };
};
