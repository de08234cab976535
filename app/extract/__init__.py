"""Understanding: from a document's text to case drafts. Pure functions; every guess keeps its span and reason."""
