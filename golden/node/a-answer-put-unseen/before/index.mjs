// What is put into an answer by other means than an assignment is not known.
import { set } from "set-value";

const LISTS = { "Set-Cookie": ["a=1", "b=2"] };
const type = { "Content-Type": "text/plain" };

const defined = () => {
  const answer = { statusCode: 200, headers: type, body: "" };
  Object.defineProperty(answer, "multiValueHeaders", { value: LISTS, enumerable: true });
  return answer;
};

const unless = () => {
  const answer = { statusCode: 200, headers: type, body: "" };
  answer.multiValueHeaders ??= LISTS;
  return answer;
};

const unpacked = () => {
  const answer = { statusCode: 200, headers: type, body: "" };
  [answer.multiValueHeaders] = [LISTS];
  return answer;
};

const outside = () => {
  const answer = { statusCode: 200, headers: type, body: "" };
  set(answer, "multiValueHeaders", LISTS);
  return answer;
};

const without = () => {
  const answer = { statusCode: 200, headers: type, body: "" };
  delete answer.statusCode;
  return answer;
};

const defaulted = () => {
  const answer = { statusCode: 200, headers: type, body: "" };
  [answer.multiValueHeaders = LISTS] = [];
  return answer;
};

const WAYS = { defined, unless, unpacked, outside, without, defaulted };

export const handler = async (event) => WAYS[event.queryStringParameters?.way ?? "defined"]();
