// A value that decides between two answers is one of them: neither is a response yet when that is asked.
const named = (event) => event.queryStringParameters?.name || "nobody";

export const handler = async (event) => {
  if (event.rawPath === "/items/name") return named(event);
  return event.queryStringParameters?.count ?? "none";
};
