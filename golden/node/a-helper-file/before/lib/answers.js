const HEADERS = { 'Cache-Control': 'no-store' };
export const text = (statusCode, body) => ({ statusCode, headers: { ...HEADERS, 'Content-Type': 'text/plain' }, body });
