"""What `bench/linking.py` holds side by side: our linker, the oracle, the plain rule, and peers in their own Python."""
