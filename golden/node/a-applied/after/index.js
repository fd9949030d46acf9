const text = (body) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body });
const timed = (run) =>
  function () {
    console.time('request');
    return run.apply(this, arguments);
  };
const method = (event) => event.requestContext.http.method;
exports.handler = timed(async function (event, ...others) {
  return text(`${method.apply(null, [event])} ${event.headers['x-user'] ?? '-'}`);
});
