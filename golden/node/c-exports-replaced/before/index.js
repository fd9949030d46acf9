exports.handler = async () => ({ statusCode: 200, body: '' });
module.exports = { handler: async (event) => ({ statusCode: 200, body: event.requestContext.stage }) };
