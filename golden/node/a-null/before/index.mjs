const size = (query = { q: 'default' }) => (query === null ? 'null' : Object.keys(query).length);
export const handler = async (event) => {
  const { queryStringParameters, stageVariables = { a: 1 }, body = '{}' } = event;
  const parts = [
    event.queryStringParameters === null,
    queryStringParameters === null,
    typeof event.stageVariables,
    stageVariables === null,
    String(event.pathParameters),
    `${event.queryStringParameters && event.queryStringParameters.q}`,
    size(event.queryStringParameters),
    body === null,
    event.queryStringParameters?.q ?? 'none',
    (event.queryStringParameters || {}).name,
  ];
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: parts.join(' ') };
};
