const CORS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' };
exports.handler = async (event) => {
  let response;
  try {
    if (event.queryStringParameters) {
      return { statusCode: 201, headers: { ...CORS, 'X-A': ['a', 'b'].join(', '), 'Content-Type': 'application/json' }, cookies: ['c=1'], body: '{}' };
    }
    response = { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ a: 1 }) };
  } catch (error) {
    response = { statusCode: 500, headers: { 'Access-Control-Allow-Origin': 'https://shop.example.com', 'Content-Type': 'application/json' }, body: 'e' };
  }
  return response;
};
