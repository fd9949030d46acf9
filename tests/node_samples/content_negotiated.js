// rewritten: GET /report/{id}
function prefers(event, type) {
  const accept = event.headers.Accept || '*/*';
  return accept.split(',').some((part) => part.trim().startsWith(type));
}

exports.handler = async (event) => {
  const report = { id: event.pathParameters.id, total: 3 };
  if (prefers(event, 'text/html')) {
    return { statusCode: 200, headers: { 'Content-Type': 'text/html' }, body: `<h1>${report.id}</h1>` };
  }
  return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(report) };
};
