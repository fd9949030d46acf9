const error = (statusCode, message) => ({ statusCode, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ error: message }) });
export const handler = async (event) => {
  if (!event.queryStringParameters) return error(400, 'no query');
  if (!event.queryStringParameters.q) return error(400, 'no q');
  return error(404, 'nothing');
};
