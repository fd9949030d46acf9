// A function of the file that has the table may put another one into it.
import { ways } from "./ways.mjs";

export const handler = async (event) => ways[event.pathParameters.way](event);
