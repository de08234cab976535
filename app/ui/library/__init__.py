"""The left and middle of the window: shelves, facets and the list of cases."""
