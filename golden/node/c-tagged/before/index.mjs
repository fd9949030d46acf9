const stageOf = (texts, event) => event.requestContext.stage;

export const handler = async (event) => ({ statusCode: 200, body: stageOf`${event}` });
