export const handler = async () => ({ statusCode: 204, multiValueHeaders: { Vary: ['Accept', 'Origin'] } });
