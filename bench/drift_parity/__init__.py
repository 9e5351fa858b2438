"""What `bench/drift.py` is made of: the peer, the shared fields, our side, and whether the two clouds agree."""
