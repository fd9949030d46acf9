exports.closed = ['/prod/DELETE/*'];
