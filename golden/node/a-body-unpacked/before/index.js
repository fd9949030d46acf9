exports.handler = async ({ body, httpMethod }) => {
  const form = new URLSearchParams(body ?? '');
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${httpMethod} ${form.get('name')}` };
};
