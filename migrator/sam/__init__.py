"""A SAM template as SAM sees it, and the files that it points to."""
