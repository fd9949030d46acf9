// Only what declares routes: nothing here answers a request.
module.exports = () => ({ get() {}, post() {}, use() {} });
module.exports.json = () => () => {};
