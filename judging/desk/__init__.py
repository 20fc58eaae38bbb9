"""The desk: what each role finds first, and the navigation of a trade."""
