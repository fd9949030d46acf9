import serverlessExpress from '@codegenie/serverless-express';
import { application } from './app.mjs';
let server;
async function start() {
  const app = await application();
  return serverlessExpress({ app });
}
export const handler = async (event, context, callback) => {
  server = server ?? (await start());
  return server(event, context, callback);
};
