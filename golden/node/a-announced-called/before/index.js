"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.handler = void 0;
const responses_1 = require("./responses");
const handler = async (event) => (0, responses_1.text)(event.pathParameters ? "one" : "all");
exports.handler = handler;
