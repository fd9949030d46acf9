export const save = async () => fetch("https://example.com", { method: "POST" });
