import type { APIGatewayProxyEventV2 } from 'aws-lambda';

class Page {
  constructor(private readonly event: APIGatewayProxyEventV2) {}

  shown() {
    return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: this.event.headers['x-user'] ?? '-' };
  }
}

export const handler = async (event: APIGatewayProxyEventV2) => new Page(event).shown();
