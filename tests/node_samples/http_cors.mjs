// rewritten: GET /cors; 2.0 > rest; cors
export const handler = async (event) => {
  const headers = { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'application/json' };
  return { statusCode: 200, headers, body: JSON.stringify({ at: event.requestContext.http.path }) };
};
