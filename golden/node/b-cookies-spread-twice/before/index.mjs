// One of two keys that hold at times cannot be written elsewhere: the other one would stay.
const base = { statusCode: 200, headers: { "Content-Type": "text/plain" }, cookies: ["a=1"], body: "" };

const chosen = (event) => ({
  statusCode: 200,
  headers: { "Content-Type": "text/plain" },
  body: "",
  ...(event.pathParameters.id ? { cookies: ["a=1"] } : { cookies: ["b=2"] }),
});

const over = () => ({ ...base, cookies: ["b=2"] });

export const handler = async (event) => (event.pathParameters.way === "over" ? over() : chosen(event));
