"""Mentions and Candidates to Resolutions."""
