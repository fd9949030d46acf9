// rewritten: GET /products, GET /products/{id}
import { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { notFound, ok } from './responses';

type Product = { id: string; title: string };

const PRODUCTS: Product[] = [{ id: 'v0', title: 'Cup' }];

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
  const id = event.pathParameters?.id;
  if (!id) {
    const title = event.queryStringParameters?.name;
    return ok(PRODUCTS.filter((product) => !title || product.title === title));
  }
  const found = PRODUCTS.find((product) => product.id === id);
  return found ? ok(found) : notFound(id);
};
