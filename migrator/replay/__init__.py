"""The equivalence run: old and new handlers answer the same requests, in processes of their own."""
