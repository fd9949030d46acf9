const raw = ({ cookie: Cookie }) => Cookie || '';
exports.session = (headers) => raw(headers).split('; ').find((each) => each.startsWith('a='));
