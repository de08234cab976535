"""杏林案库, an offline reader for libraries of hospital case studies."""
