// What a branch hangs on is not only logged, whatever else it is given to.
import { save } from "./save.mjs";

const refuse = (isOther) => {
  if (isOther) throw new Error("not here");
};

const trace = (text) => {
  if (text) {
    console.log(text);
  } else console.log("nothing");
};

export const handler = async (event) => {
  const inProd = event.requestContext.stage === "prod";
  if (inProd) return { statusCode: 403, headers: { "Content-Type": "text/plain" }, body: "" };
  refuse(event.requestContext.stage !== "test");
  const saved = event.requestContext.stage === "prod" && (await save());
  console.log(saved);
  trace(`asked in ${event.requestContext.stage}`);
  return { statusCode: 200, headers: { "Content-Type": "text/plain" }, body: "" };
};
