"""Pull requests in many repositories: which ones, a few at a time, and what became of them."""
