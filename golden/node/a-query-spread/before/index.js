exports.handler = async (event) => {
  const input = { ...event.pathParameters, ...event.queryStringParameters };
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(input) };
};
