"""Sources to Articles: files, folders, archives, standard input."""
