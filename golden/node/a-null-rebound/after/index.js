exports.handler = async (event) => {
  let query = event.queryStringParameters ?? null;
  if (query === null) query = { page: 'first' };
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: query.page ?? '-' };
};
