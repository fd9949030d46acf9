"""Routes of an API that functions have: events in both spellings, what they call, and how many an API takes."""
