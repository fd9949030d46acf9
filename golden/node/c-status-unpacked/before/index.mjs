const answer = ({ statusCode, body = '' }) => ({ statusCode, body });
const said = ({ status = 200 }) => ({ statusCode: status, body: '' });

export const handler = async (event) => (event.body ? answer({ body: 'x' }) : said({}));
