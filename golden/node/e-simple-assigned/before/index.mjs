// An assignment is what is waited for, as a whole.
export const handler = async (event) => {
  let answer;
  return answer ??= { isAuthorized: event.headers.authorization === "secret" };
};
