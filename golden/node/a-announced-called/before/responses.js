"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.text = void 0;
const text = (body) => ({ statusCode: 200, headers: { "Content-Type": "text/plain" }, body });
exports.text = text;
