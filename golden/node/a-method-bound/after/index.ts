import { Logger } from '@aws-lambda-powertools/logger';

const logger = new Logger();

class Shop {
  @logger.injectLambdaContext({ logEvent: true })
  public async handler(event: any, _context: unknown): Promise<any> {
    logger.info('got', { event });
    return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: event.requestContext.http.method };
  }
}

const shop = new Shop();
export const handler = shop.handler.bind(shop);
