// module
const jwt = require('jsonwebtoken');

const SECRET = process.env.JWT_SECRET || 'secret';

function tokenOf(event) {
  const header = event.headers.Authorization;
  if (!header) throw new Error('no token');
  return header.replace('Bearer ', '');
}

exports.verify = (event) => jwt.verify(tokenOf(event), SECRET);
