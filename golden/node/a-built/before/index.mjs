export const handler = async (event) => {
    return { statusCode: 200, body: event.httpMethod };
};
//# sourceMappingURL=index.mjs.map
