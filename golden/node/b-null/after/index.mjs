const count = (query = {}) => Object.keys(query).length;
export const handler = async (event) => {
  const queryStringParameters = event.queryStringParameters ?? {}, stageVariables = event.stageVariables ?? undefined, path = event.pathParameters ?? { id: 'none' };
  const parts = [
    (event.body ?? undefined) === undefined,
    typeof (event.body ?? undefined),
    (event.body != null),
    queryStringParameters.q ?? '-',
    String(stageVariables),
    path.id,
    count(event.queryStringParameters ?? undefined),
    event.queryStringParameters?.name ?? 'none',
    (_cookies(event) !== undefined),
  ];
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: parts.join(' ') };
};

function _cookies(event) {
  const cookies = Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === 'cookie')?.[1];
  return cookies?.split(';').map((cookie) => cookie.trim()).filter(Boolean);
}
