// rewritten: ANY /notes, ANY /notes/{id}
const notes = {};

function reply(statusCode, payload) {
  return { statusCode, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(payload) };
}

const routes = {
  GET: async (event) => {
    const id = event.pathParameters?.id;
    return id ? reply(notes[id] ? 200 : 404, notes[id] ?? null) : reply(200, Object.values(notes));
  },
  POST: async (event) => {
    const note = JSON.parse(event.body);
    notes[note.id] = note;
    return reply(201, note);
  },
};

exports.handler = async (event) => {
  const route = routes[event.httpMethod];
  if (!route) return reply(405, { message: 'Method Not Allowed' });
  try {
    return await route(event);
  } catch (error) {
    return reply(500, { message: error.message });
  }
};
