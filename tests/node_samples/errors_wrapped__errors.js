// module
class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const withErrors = (inner) => async (event, context) => {
  try {
    return await inner(event, context);
  } catch (error) {
    console.error(event.httpMethod, event.path, error);
    return {
      statusCode: error instanceof HttpError ? error.status : 500,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ error: error.message }),
    };
  }
};

module.exports = { HttpError, withErrors };
