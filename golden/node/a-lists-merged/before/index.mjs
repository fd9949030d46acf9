// Cookies that are merged into an answer have the key of the new format, however it is written.
const multiValueHeaders = { "Set-Cookie": ["a=1", "b=2"] };

export const handler = async (event) => {
  const answer = { statusCode: 200, body: "" };
  if (event.path === "/one") Object.assign(answer, { multiValueHeaders: { "Set-Cookie": ["a=1"] } });
  if (event.path === "/two") Object.assign(answer, { "multiValueHeaders": { "Set-Cookie": ["b=2"] } });
  if (event.path === "/all") Object.assign(answer, { multiValueHeaders });
  return answer;
};
