// A value that decides between two answers is one of them: neither is a response yet when that is asked.
const named = (event) => event.queryStringParameters?.name || "nobody";

export const handler = async (event) => {
  if (event.path === "/items/name") return { statusCode: 200, headers: { "Content-Type": "application/json" }, body: named(event) };
  return { statusCode: 200, headers: { "Content-Type": "application/json" }, body: event.queryStringParameters?.count ?? "none" };
};
