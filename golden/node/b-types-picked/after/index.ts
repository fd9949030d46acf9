import type { APIGatewayProxyEvent } from 'aws-lambda';

type Asked = Pick<APIGatewayProxyEvent, 'requestContext' | 'httpMethod' | 'resource' | 'multiValueQueryStringParameters'>;

export const handler = async (event: Asked) => {
  const body = `${event.httpMethod} ${event.httpMethod + ' ' + event.resource} ${_query(event)}`;
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body };
};

function _query(event: any): any {
  const lists = Object.entries<any>(event.multiValueQueryStringParameters ?? {});
  return new URLSearchParams(lists.flatMap(([name, values]: any) => values.map((value: any) => [name, value]))).toString();
}
