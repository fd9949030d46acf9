exports.handler = async (event) => {
  const { queryStringParameters: query } = event, multiValueQueryStringParameters = _queryLists(event);
  const names = multiValueQueryStringParameters ? multiValueQueryStringParameters.name : ['-'];
  return { statusCode: 200, headers: { 'Content-Type': 'text/plain' }, body: `${names} ${query ? query.q : ''}` };
};

function _queryLists(event) {
  const lists = new Map();
  for (const [name, value] of new URLSearchParams(event.rawQueryString)) {
    lists.set(name, [...(lists.get(name) ?? []), value]);
  }
  return lists.size ? Object.fromEntries(lists) : null;
}
