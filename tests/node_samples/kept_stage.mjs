// unchanged: GET /stage; rest > 1.0; differs handler-stage
export const handler = async ({ requestContext: { stage } }) => ({
  statusCode: 200,
  body: JSON.stringify({ debug: stage !== 'prod' }),
});
