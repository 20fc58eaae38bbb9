"""Skills (赛项) and their divisions (组别), with the sections of the occupational standards."""
