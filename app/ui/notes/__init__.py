"""The margin: notes beside their highlights, the facts of a case and what it is linked with."""
