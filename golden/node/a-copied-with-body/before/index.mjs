const parsed = (inner) => async (event) => inner({ ...event, body: JSON.parse(event.body ?? '{}') });
const create = async ({ body, httpMethod }) => ({ statusCode: 201, body: JSON.stringify({ name: body.name, method: httpMethod }) });
export const handler = parsed(create);
