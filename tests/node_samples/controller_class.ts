// rewritten: GET /accounts/{id}, POST /accounts
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

interface Account {
  id: string;
  name: string;
}

class AccountController {
  private accounts = new Map<string, Account>();

  async handle(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
    if (event.httpMethod === 'POST') {
      const account = JSON.parse(event.body ?? '{}') as Account;
      this.accounts.set(account.id, account);
      return { statusCode: 201, body: JSON.stringify(account) };
    }
    const found = this.accounts.get(event.pathParameters?.id ?? '');
    return { statusCode: found ? 200 : 404, body: JSON.stringify(found ?? null) };
  }
}

const controller = new AccountController();

export const handler = async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => controller.handle(event);
