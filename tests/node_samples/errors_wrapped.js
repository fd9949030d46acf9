// rewritten: POST /members
const { withErrors, HttpError } = require('./errors');

exports.handler = withErrors(async (event) => {
  const member = JSON.parse(event.body);
  if (!member.name) throw new HttpError(422, 'name is required');
  return { statusCode: 201, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(member) };
});
