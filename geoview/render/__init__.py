"""GeoparsedArticles to files: the HTML page, and the result as data."""
