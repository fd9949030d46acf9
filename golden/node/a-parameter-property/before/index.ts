import type { APIGatewayProxyEvent } from 'aws-lambda';

class Page {
  constructor(private readonly event: APIGatewayProxyEvent) {}

  shown() {
    return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: this.event.headers['X-User'] ?? '-' };
  }
}

export const handler = async (event: APIGatewayProxyEvent) => new Page(event).shown();
