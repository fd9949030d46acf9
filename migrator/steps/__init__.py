"""The way to production in steps: each is a deployable template of its own."""
