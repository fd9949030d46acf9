// A copy of headers lacks what is put into them behind it.
export const handler = async (event) => {
  const headers = { "X-Api": "1" };
  const answer = { statusCode: 200, headers, body: "" };
  headers["X-Later"] = "2";
  return answer;
};
