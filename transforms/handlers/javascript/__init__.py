"""The code of functions in JavaScript and TypeScript: read, followed, judged and rewritten."""
