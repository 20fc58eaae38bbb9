"""Results: scale, ranking, awards, publication, paper."""
