export const handler = async (event) => {
  const headers = { 'Content-Type': 'text/plain', 'X-Origin': event.headers.origin ?? null };
  return { statusCode: 200, headers, body: 'x' };
};
