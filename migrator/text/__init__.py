"""From text to tree and back: nodes that know where they stand, symbolic changes, edits, one splice."""
