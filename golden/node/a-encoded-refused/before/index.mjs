// A body that is encoded is refused here, and not decoded, whatever is said then.
const refuse = (why) => {
  throw new Error(why);
};

export const handler = async (event) => {
  const refused = event.isBase64Encoded && refuse("base64");
  return { statusCode: 200, headers: { "Content-Type": "text/plain" }, body: event.body ?? "" };
};
