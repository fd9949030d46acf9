const users = { allow: { name: 'a' } };

export const handler = async (event) => {
  const answer = { isAuthorized: 0 };
  if (users[event.headers.authorization]) answer.isAuthorized = users[event.headers.authorization];
  return answer;
};
