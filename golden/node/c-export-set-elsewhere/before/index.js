require('./patch');
const { answer } = require('./answer');

exports.handler = async (event) => answer(event);
