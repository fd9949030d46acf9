// A copy of headers lacks what a function puts into them behind it, wherever that function stands.
import { made, mark } from "./headers.mjs";

const close = (headers) => {
  headers["X-Closed"] = "1";
};

const marked = () => {
  const headers = {};
  const answer = { statusCode: 200, headers, body: "" };
  mark(headers);
  return answer;
};

const closed = () => {
  const headers = {};
  const answer = { statusCode: 200, headers, body: "" };
  close(headers);
  return answer;
};

const before = () => {
  const headers = {};
  trail(headers);
  return { statusCode: 200, headers, body: "" };
};

const whole = () => {
  const headers = made();
  return { statusCode: 200, headers, body: "" };
};

function trail(headers) {
  headers["X-Trail"] = "1";
}

const WAYS = { marked, closed, before, whole };

export const handler = async (event) => WAYS[event.pathParameters.way]();
