"""What every package needs and that knows nothing of contests."""
