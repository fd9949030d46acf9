"""Who may call an API: its authorizers in both spellings, IAM signatures, API keys and policies."""
