"""A case's record for whoever shows it: read in one go, put in words, set in rows. No text view, no margin."""
