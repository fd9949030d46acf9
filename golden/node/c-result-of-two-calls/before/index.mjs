// What a function gives back is followed to every call of it.
const stageOf = (event) => event.requestContext.stage;
const claimsOf = (event) => event.requestContext.authorizer.claims;

export const handler = async (event) => {
  console.log(stageOf(event));
  const { sub } = claimsOf(event);
  if (stageOf(event) === "prod" || claimsOf(event).iat > "Tue") {
    return { statusCode: 403, headers: { "Content-Type": "text/plain" }, body: "" };
  }
  return { statusCode: 200, headers: { "Content-Type": "text/plain" }, body: sub };
};
