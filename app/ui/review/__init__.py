"""The review screen: files that want to come in, their text with its cuts, and the record of each case."""
