export const old = {
  run(event) {
    return { statusCode: 200, body: event.requestContext.stage };
  },
};
