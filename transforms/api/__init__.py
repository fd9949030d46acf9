"""The API itself: its type, its logical id, and the settings that it has as a whole."""
