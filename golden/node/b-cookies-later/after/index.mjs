export async function handler(event) {
  const items = _cookies(event) ?? [];
  const response = { statusCode: 200, headers: { 'Content-Type': 'text/plain', 'X-Total': String(items.length) }, body: 'x' };
  response.multiValueHeaders = { 'Set-Cookie': ['a=1'] };
  return response;
}

function _cookies(event) {
  const cookies = Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === 'cookie')?.[1];
  return cookies?.split(';').map((cookie) => cookie.trim()).filter(Boolean);
}
