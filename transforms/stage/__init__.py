"""The stage: its name in URLs, ARNs and texts, its settings, its logs, and further stages."""
