"""Who, what, when and where: events, trades, people, entries, officials, oversight."""
