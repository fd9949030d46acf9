"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.other = exports.handler = void 0;
const handler = async (event) => {
    const isEncoded = Boolean(event.isBase64Encoded);
    const data = isEncoded ? Buffer.from(event.body, "base64") : Buffer.from(event.body ?? "");
    const text = isEncoded ? data.toString() : event.body ?? "";
    return { statusCode: 200, headers: { "Content-Type": "text/plain" }, body: text };
};
exports.handler = handler;
