"""Claims in articles, communiqués, posts and logs, by rules that stand as data."""
