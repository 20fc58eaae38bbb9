"""Officials: roles as appointments, and what they may see."""
