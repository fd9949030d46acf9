// rewritten: GET /orders, POST /orders, GET /orders/{orderId}
const orders = new Map();

const json = (statusCode, data) => ({
  statusCode,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(data),
});

export const handler = async (event) => {
  switch (`${event.httpMethod} ${event.resource}`) {
    case 'GET /orders':
      return json(200, [...orders.values()]);
    case 'POST /orders': {
      const order = JSON.parse(event.body ?? '{}');
      orders.set(order.id, order);
      return json(201, order);
    }
    case 'GET /orders/{orderId}': {
      const order = orders.get(event.pathParameters.orderId);
      return order ? json(200, order) : json(404, { message: 'no such order' });
    }
    default:
      return json(405, { message: 'not supported' });
  }
};
