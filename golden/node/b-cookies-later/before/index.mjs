export async function handler(event) {
  const items = event.cookies ?? [];
  const response = { statusCode: 200, headers: { 'Content-Type': 'text/plain', 'X-Total': items.length }, body: 'x' };
  response.cookies = ['a=1'];
  return response;
}
