export const handler = async (event) => {
  const origin = event.headers.origin ?? null;
  const headers = { 'Content-Type': 'text/plain', 'X-Origin': origin, 'X-Tag': event.headers.tag ?? '' };
  return { statusCode: 200, headers, body: 'x' };
};
