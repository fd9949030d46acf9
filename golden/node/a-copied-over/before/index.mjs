export const handler = async (event) => {
  const copy = { body: '{}', ...event };
  return { statusCode: 200, body: String(copy.body) };
};
