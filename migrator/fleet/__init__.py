"""Many repositories: what they hold, what can move, and moving it."""
