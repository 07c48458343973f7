"""Making the shipped models and word lists again; nothing here runs when an article is read."""
