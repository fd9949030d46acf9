const { run } = require('shop-tools');
const { log } = require('./log');
exports.handler = async (event, context) => {
  log('got', event);
  console.log(JSON.stringify(event, null, 2), { event });
  const copy = { ...event };
  const { httpMethod, ...others } = event;
  const name = context.field;
  event.seen = true;
  const value = event[name];
  return run(event.requestContext);
};
