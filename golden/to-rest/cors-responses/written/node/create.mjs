export const handler = async (event) => {
  const order = JSON.parse(event.body);
  if (!order.id) return { statusCode: 400 };
  return {
    statusCode: 201,
    headers: { Location: `/orders/${order.id}` },
    body: JSON.stringify(order),
  };
};
