const items = require('./items');
exports.handler = async (event) => {
  try {
    return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: items.named(event.httpMethod) };
  } catch (err) {
    return err;
  }
};
