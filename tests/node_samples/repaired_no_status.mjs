// rewritten: GET /motd; rest > 1.0
export const handler = async () => {
  const text = 'be kind';
  return { body: JSON.stringify({ text }) };
};
