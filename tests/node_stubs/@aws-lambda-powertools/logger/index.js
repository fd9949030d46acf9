exports.Logger = class Logger {
  addContext() {}

  info() {}

  error() {}
};
