"""Figures as they are given out: with their lineage, their licence, and nothing that may name a person."""
