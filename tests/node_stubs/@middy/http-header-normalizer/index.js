module.exports = () => ({
  before({ event }) {
    event.headers = Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value]));
  },
});
