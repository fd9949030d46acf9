// Only one of the answers that are chosen between is a promise.
const check = async (token) => ({ isAuthorized: token === "secret" });

export const handler = async (event) => {
  const token = event.headers.authorization;
  return token ? check(token) : { isAuthorized: false };
};
