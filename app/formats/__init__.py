"""Files in and files out. Pure: knows no library and no window."""
