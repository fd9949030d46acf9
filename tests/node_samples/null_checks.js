// rewritten: GET /cities
exports.handler = async function (event) {
  let country = null;
  if (event.queryStringParameters && event.queryStringParameters.name) {
    country = event.queryStringParameters.name;
  }
  const hasPage = event.queryStringParameters !== null && 'page' in event.queryStringParameters;
  return { statusCode: 200, body: JSON.stringify({ country, hasPage }) };
};
