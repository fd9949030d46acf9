"""Which other origins may call an API: what browsers ask before they do, and what they are told."""
