"""Article to Mentions."""
