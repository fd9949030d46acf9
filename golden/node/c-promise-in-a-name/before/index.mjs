const load = async () => ({ a: 1 });

export const handler = async () => {
  const found = load();
  console.log("asked");
  return found;
};
