// rewritten: GET /time; 2.0 > rest
export const handler = async () => ({ zone: 'UTC', hours: 24 });
