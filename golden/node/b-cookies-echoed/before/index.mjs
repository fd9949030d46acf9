export const handler = async (event) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'text/plain' },
  cookies: [...(event.cookies ?? []), 'seen=1'],
  body: 'ok',
});
