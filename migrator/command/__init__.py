"""The commands of the command line: words understood, files found and written."""
