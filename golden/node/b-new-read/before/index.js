exports.handler = async (event) => {
  const known = event.multiValueQueryStringParameters?.q ?? [];
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: String(known.length) };
};
