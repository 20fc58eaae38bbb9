"""How work is marked: schemes, marking, results."""
