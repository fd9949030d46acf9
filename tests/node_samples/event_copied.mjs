// rewritten: POST /entries
const withBody = (event) => ({ ...event, body: JSON.parse(event.body ?? '{}') });

export const handler = async (raw) => {
  const event = withBody(raw);
  return { statusCode: 201, body: JSON.stringify({ method: event.httpMethod, id: event.body.id }) };
};
