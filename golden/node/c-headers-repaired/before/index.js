const user = (event) => event.headers['X-User'];
exports.handler = async (event) => {
  const { Authorization = '-' } = event.headers;
  const form = new URLSearchParams(event.body ?? '');
  const found = [user(event), Authorization, event.headers.Cookie, form.get('name')];
  return { headers: { 'Content-Type': 'text/plain' }, body: found.map(String).join() };
};
