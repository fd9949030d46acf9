const find = async (name) => ({ name, size: 3 });
export const handler = async (event) => {
  const name = event.queryStringParameters?.name;
  if (name === 'x') return { statusCode: 200, headers: { 'Content-Type': 'application/json', 'X-Size': 3 }, body: { name } };
  if (event.headers.accept) return `no ${name}`;
  if (event.requestContext.http.method === 'POST') {
    const body = await find(name);
    return { statusCode: 201, headers: { 'Content-Type': 'application/json' }, body, note: 'ignored' };
  }
  return find(name);
};
