class Api {
  run() {
    return { statusCode: 200, body: '' };
  }
}
Object.assign(Api.prototype, { run: (event) => ({ statusCode: 200, body: event.requestContext.stage }) });

const tools = { run: () => ({ statusCode: 200, body: '' }) };
const same = tools;
same.run = (event) => ({ statusCode: 200, body: event.requestContext.stage });

export const handler = async (event) => (event.body ? tools.run(event) : new Api().run(event));
