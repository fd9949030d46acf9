// A value that is read before it is answered stays what it is; the response is made of it where it is returned.
const make = () => {
  const items = { list: [] };
  items.list.push("one");
  return items;
};

export const handler = async (event) => {
  const found = make();
  found.count = found.list.length;
  if (found.count) return { statusCode: 200, headers: { "Content-Type": "application/json" }, body: JSON.stringify(found) };
  const text = "none";
  console.log(text.length);
  return { statusCode: 200, headers: { "Content-Type": "application/json" }, body: text };
};
