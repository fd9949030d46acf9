// Runs what stands before and behind a handler, in the order of middy.
module.exports = (inner) => {
  const around = [];
  const handler = async (event, context) => {
    const request = { event, context };
    try {
      for (const each of around) await each.before?.(request);
      request.response = await inner(request.event, context);
      for (const each of [...around].reverse()) await each.after?.(request);
    } catch (error) {
      request.error = error;
      for (const each of [...around].reverse()) await each.onError?.(request);
      if (request.response === undefined) throw error;
    }
    return request.response;
  };
  handler.use = (more) => {
    around.push(...[more].flat());
    return handler;
  };
  return handler;
};
