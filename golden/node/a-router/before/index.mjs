import { Router } from '@aws-lambda-powertools/event-handler/http';
const app = new Router();
app.get('/items', async ({ event, req }) => ({ method: event.httpMethod, user: req.headers.get('x-user') }));
app.get('/other', async (request) => ({ ip: request.event.requestContext.identity.sourceIp }));
export const handler = async (event, context) => app.resolve(event, context);
