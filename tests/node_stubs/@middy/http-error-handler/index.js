module.exports = () => ({
  onError(request) {
    const { statusCode, message } = request.error;
    if (statusCode) request.response = { statusCode, headers: { 'Content-Type': 'text/plain' }, body: message };
  },
});
