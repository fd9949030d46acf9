export const handler = async (event) => {
  const session = event.headers.cookie ?? 'none';
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify([session, event.headers]) };
};
