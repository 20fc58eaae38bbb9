"""Paper: blank and filled marking forms, the mark summary form, the book of results."""
