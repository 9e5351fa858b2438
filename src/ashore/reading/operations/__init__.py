"""Communiqués to reports: what a text tells of one boat after the other, each step with its time and its words."""
