module.exports = (request, response) => response.end(request.url);
