// An assignment is what is waited for, as a whole.
export const handler = async (event) => {
  let answer;
  return _policy(event, await (answer ??= { isAuthorized: _headers(event).authorization === "secret" }));
};

function _headers(event) {
  return Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}

function _policy(event, answer) {
  const isAllowed = answer?.isAuthorized === true;
  const sent = Object.entries(JSON.parse(JSON.stringify(answer?.context ?? {}))).filter(([, value]) => value !== null);
  const context = sent.map(([name, value]) => [name, typeof value === "object" ? JSON.stringify(value) : String(value)]);
  return {
    principalId: "user",
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Action: "execute-api:Invoke", Effect: isAllowed ? "Allow" : "Deny", Resource: event.methodArn }],
    },
    context: Object.fromEntries(context),
  };
}
