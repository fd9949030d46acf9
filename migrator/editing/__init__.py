"""How symbolic changes become text: combined, laid out, rendered."""
