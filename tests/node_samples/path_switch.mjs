// rewritten: ANY /{proxy+}
export const handler = async (event) => {
  const path = event.path.replace(/\/+$/, '');
  if (path === '/status') {
    return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: 'up' };
  }
  if (path.startsWith('/users/') && event.httpMethod === 'GET') {
    const [, , id] = path.split('/');
    return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ id }) };
  }
  return { statusCode: 404, headers: { 'Content-Type': 'text/plain' }, body: `nothing at ${path}` };
};
