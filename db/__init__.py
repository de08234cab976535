"""The store: a library file, its search index, and what can be asked of them. Knows nothing of the program."""
