const lower = (headers) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

export const handler = async (event) => {
  const { cookie = 'none' } = lower(event.headers);
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: cookie };
};
