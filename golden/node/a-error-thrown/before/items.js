exports.named = (name) => {
  if (!name) throw { statusCode: 404, multiValueHeaders: { 'Set-Cookie': ['a=1'] }, body: 'none' };
  return name;
};
