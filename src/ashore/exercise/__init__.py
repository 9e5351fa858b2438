"""Nights whose truth is known: how good are we?"""
