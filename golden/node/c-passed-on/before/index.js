const { run } = require('shop-tools');
exports.handler = async (event) => run(event, event.headers);
