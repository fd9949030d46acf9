export const handler = async (event) => {
  const { page = null } = event.queryStringParameters ?? {};
  const tag = event.queryStringParameters?.tag;
  const headers = { 'Content-Type': 'text/plain', 'X-Page': page, 'X-Tag': tag };
  return { statusCode: 200, headers, body: event.pathParameters.id };
};
