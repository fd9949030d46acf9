// module
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

export const wrap = (inner: Handler): Handler => async (event) => {
  try {
    return await inner(event);
  } catch (error) {
    console.error(event.requestContext.http.method, event.rawPath, error);
    return { statusCode: 500, headers: { 'content-type': 'application/json' }, body: '{"message":"failed"}' };
  }
};
