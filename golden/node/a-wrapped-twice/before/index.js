const logged = require('./logged');
const answered = require('./answered');
module.exports = { handler: logged(answered(async (event) => ({ method: event.httpMethod }))) };
