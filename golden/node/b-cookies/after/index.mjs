export const handler = async (event) => {
  const cookies = _cookies(event) ?? [];
  const seen = cookies.find((each) => each.startsWith('a='));
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, multiValueHeaders: { 'Set-Cookie': ['b=1; Secure'] }, body: _text(seen ?? '-') };
};

function _cookies(event) {
  const cookies = Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === 'cookie')?.[1];
  return cookies?.split(';').map((cookie) => cookie.trim()).filter(Boolean);
}

function _text(value) {
  return typeof value === 'string' ? value : JSON.stringify(value ?? undefined);
}
