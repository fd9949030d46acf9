const count = (query = {}) => Object.keys(query).length;
export const handler = async (event) => {
  const { queryStringParameters = {}, stageVariables, pathParameters: path = { id: 'none' } } = event;
  const parts = [
    event.body === undefined,
    typeof event.body,
    'body' in event,
    queryStringParameters.q ?? '-',
    String(stageVariables),
    path.id,
    count(event.queryStringParameters),
    event.queryStringParameters?.name ?? 'none',
    'cookies' in event,
  ];
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: parts.join(' ') };
};
