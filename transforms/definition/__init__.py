"""Hand-written definitions: the document, what converts in it, and what only one kind of API has."""
