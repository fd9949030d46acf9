// Cookies that are merged into an answer have the key of the new format, however it is written.
const multiValueHeaders = { "Set-Cookie": ["a=1", "b=2"] };

export const handler = async (event) => {
  const answer = { statusCode: 200, headers: { "Content-Type": "application/json" }, body: "" };
  if (event.rawPath === "/one") Object.assign(answer, { cookies: ["a=1"] });
  if (event.rawPath === "/two") Object.assign(answer, { "cookies": ["b=2"] });
  if (event.rawPath === "/all") Object.assign(answer, { cookies: multiValueHeaders["Set-Cookie"] });
  return answer;
};
