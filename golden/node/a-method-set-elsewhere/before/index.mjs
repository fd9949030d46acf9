// A method may be put in the place of another one: that of another object, or under a name in quotes.
import { old } from "./old.mjs";

class Read {
  constructor() {
    this.run = old.run.bind(this);
  }
  run(event) {
    return { statusCode: 200, headers: { "Content-Type": "text/plain" }, body: event.httpMethod };
  }
}

class Write {
  constructor() {
    this["run"] = old.run;
  }
  run(event) {
    return { statusCode: 201, headers: { "Content-Type": "text/plain" }, body: event.httpMethod };
  }
}

const read = new Read();
const write = new Write();

export const handler = async (event) => (event.body ? write.run(event) : read.run(event));
