// rewritten: GET /stock/{sku}, POST /stock/{sku}
const stock = { v0: 4 };

export const handler = async (event) => {
  const response = { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: '' };
  const { sku } = event.pathParameters;
  if (event.httpMethod === 'POST') {
    stock[sku] = JSON.parse(event.body).quantity;
  }
  if (sku in stock) {
    response.body = JSON.stringify({ sku, left: stock[sku] });
  } else {
    response.statusCode = 404;
    response.body = JSON.stringify({ message: 'unknown' });
  }
  return response;
};
