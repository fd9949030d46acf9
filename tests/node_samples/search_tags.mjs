// rewritten: GET /search
export const handler = async (event) => {
  const tags = event.multiValueQueryStringParameters?.tag ?? [];
  const q = event.queryStringParameters?.q ?? '';
  return { statusCode: 200, body: JSON.stringify({ q, tags: [...tags].sort() }) };
};
