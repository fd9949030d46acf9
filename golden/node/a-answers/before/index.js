const CORS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' };
exports.handler = async (event) => {
  let response;
  try {
    if (event.queryStringParameters) {
      return { statusCode: '201', headers: CORS, multiValueHeaders: { 'X-A': ['a', 'b'], 'Set-Cookie': ['c=1'] }, body: '{}' };
    }
    response = { body: JSON.stringify({ a: 1 }) };
  } catch (error) {
    response = { statusCode: 500, headers: { 'Access-Control-Allow-Origin': 'https://shop.example.com' }, body: 'e' };
  }
  return response;
};
