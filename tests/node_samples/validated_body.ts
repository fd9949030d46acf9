// rewritten: POST /bookings
import type { APIGatewayProxyHandler } from 'aws-lambda';

interface Booking {
  id: string;
  quantity: number;
}

const isBooking = (data: any): data is Booking => typeof data?.id === 'string' && typeof data?.quantity === 'number';

export const handler: APIGatewayProxyHandler = async (event) => {
  if (!event.body) {
    return { statusCode: 400, body: JSON.stringify({ message: 'no body' }) };
  }
  const data = JSON.parse(event.body);
  if (!isBooking(data)) {
    return { statusCode: 422, body: JSON.stringify({ message: 'invalid booking' }) };
  }
  return { statusCode: 201, body: JSON.stringify(data) };
};
