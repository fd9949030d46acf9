module.exports = function answered(inner) {
  return async (event) => {
    const value = { ...(await inner(event)), host: event.headers.host };
    return { statusCode: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) };
  };
};
