exports.log = (text, event) => console.log(text, event.httpMethod);
