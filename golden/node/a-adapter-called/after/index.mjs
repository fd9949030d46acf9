import serverlessExpress from '@codegenie/serverless-express';
import { app } from './app.mjs';
const run = serverlessExpress({ app });
export const handler = async (event, context) => {
  console.log(event.requestContext.http.method);
  return run(event, context);
};
