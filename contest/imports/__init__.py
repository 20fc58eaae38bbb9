"""Tables of delegations, competitors and experts: read, shown, and written only as they were shown."""
