export const handler = async (event) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'text/plain' },
  multiValueHeaders: { 'Set-Cookie': [...(_cookies(event) ?? []), 'seen=1'] },
  body: 'ok',
});

function _cookies(event) {
  const cookies = Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === 'cookie')?.[1];
  return cookies?.split(';').map((cookie) => cookie.trim()).filter(Boolean);
}
