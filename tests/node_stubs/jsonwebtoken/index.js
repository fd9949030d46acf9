exports.verify = (token) => {
  if (token !== 't') throw new Error('invalid token');
  return { sub: 'u-1' };
};
