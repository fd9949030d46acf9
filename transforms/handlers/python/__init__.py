"""Python: its code is read, followed and rewritten on LibCST."""
