export const handler = async (event) => {
  const order = JSON.parse(event.body ?? undefined);
  if (!order.id) return { statusCode: 400, headers: { 'Access-Control-Allow-Origin': 'https://shop.example.com', 'Access-Control-Allow-Credentials': 'true', 'Access-Control-Expose-Headers': 'X-Total' } };
  return {
    statusCode: 201,
    headers: { Location: `/orders/${order.id}`, 'Access-Control-Allow-Origin': 'https://shop.example.com', 'Access-Control-Allow-Credentials': 'true', 'Access-Control-Expose-Headers': 'X-Total' },
    body: JSON.stringify(order),
  };
};
