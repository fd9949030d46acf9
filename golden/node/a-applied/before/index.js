const text = (body) => ({ statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body });
const timed = (run) =>
  function () {
    console.time('request');
    return run.apply(this, arguments);
  };
const method = (event) => event.httpMethod;
exports.handler = timed(async function (event, ...others) {
  return text(`${method.apply(null, [event])} ${event.headers['X-User'] ?? '-'}`);
});
