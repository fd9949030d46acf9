// module
import { APIGatewayProxyResult } from 'aws-lambda';

const build = (statusCode: number, data: unknown): APIGatewayProxyResult => ({
  statusCode,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(data),
});

export const ok = (data: unknown): APIGatewayProxyResult => build(200, data);
export const notFound = (id: string): APIGatewayProxyResult => build(404, { message: `no ${id}` });
