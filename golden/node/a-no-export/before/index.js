exports.other = async (event) => event;
