const CODES = { GET: 200 };
const found = (event) => {
  if (event.queryStringParameters) return 200;
};

export const handler = async (event) => {
  if (event.body) return { statusCode: CODES.POST ?? 200, body: '' };
  if (event.pathParameters) return { statusCode: process.env.STATUS ?? 200, body: '' };
  return { statusCode: found(event) ?? 200, body: '' };
};
