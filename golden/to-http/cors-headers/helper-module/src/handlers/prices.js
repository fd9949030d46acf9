const { respond } = require('../shared/answers');

exports.handler = async () => respond(200, []);
