"""Resources beside the API that name it, belong to it or stand in front of it."""
