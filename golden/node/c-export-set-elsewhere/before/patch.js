Object.assign(require('./answer'), { answer: (event) => ({ statusCode: 200, body: event.requestContext.stage }) });
