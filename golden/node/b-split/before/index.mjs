export const handler = async (event) => {
  const tags = event.queryStringParameters?.tag?.split(',') ?? [];
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: tags.join('+') };
};
