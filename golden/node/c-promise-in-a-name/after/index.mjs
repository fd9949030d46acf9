const load = async () => ({ a: 1 });

export const handler = async () => {
  const found = { statusCode: 200, headers: { "Content-Type": "application/json" }, body: JSON.stringify(await load()) };
  console.log("asked");
  return found;
};
