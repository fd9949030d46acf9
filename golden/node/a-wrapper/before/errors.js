exports.withErrors = (run) => async (event, context) => {
  if (!event.headers['X-User']) return { statusCode: 401, headers: { 'Content-Type': 'text/plain' }, body: 'who?' };
  try {
    return await run(event, context);
  } catch (error) {
    return { statusCode: 500, headers: { 'Content-Type': 'text/plain' }, body: 'error' };
  }
};
