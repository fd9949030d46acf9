// rewritten: GET /prices/{sku}
const prices = { v0: 12 };

export const handler = async (event) => {
  if (event.source === 'serverless-plugin-warmup') {
    console.log('WarmUp - Lambda is warm!');
    return 'Lambda is warm!';
  }
  const { sku } = event.pathParameters;
  const currency = (event.queryStringParameters || {}).currency || 'EUR';
  if (!(sku in prices)) return { statusCode: 404, body: JSON.stringify({ message: `no price for ${sku}` }) };
  return { statusCode: 200, body: JSON.stringify({ sku, price: prices[sku], currency }) };
};
