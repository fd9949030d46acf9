// rewritten: POST /signup, OPTIONS /signup; cors; differs handler-content-type
const CORS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' };

const cors = (inner) => async (event, context) => {
  if (event.httpMethod === 'OPTIONS') return { statusCode: 200, headers: CORS, body: '' };
  const response = await inner(event, context);
  return { ...response, headers: { ...response.headers, ...CORS } };
};

const signup = async (event) => {
  const { id } = JSON.parse(event.body ?? '{}');
  return { statusCode: 201, body: JSON.stringify({ id }) };
};

export const handler = cors(signup);
