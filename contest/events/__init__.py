"""Events: what is held when and where, under which rules, in which state."""
