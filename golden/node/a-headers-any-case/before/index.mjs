const header = (event, name) => {
  const found = Object.keys(event.headers).find((key) => key.toLowerCase() === name.toLowerCase());
  return found && event.headers[found];
};
export const handler = async (event) => {
  const all = Object.fromEntries(Object.entries(event.headers).map(([key, value]) => [key.toLowerCase(), value]));
  let more = '';
  for (const [key, value] of Object.entries(event.headers)) {
    if (key.toLowerCase() === 'x-user') more = value;
  }
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${header(event, 'Authorization')} ${all['x-user']} ${more}` };
};
