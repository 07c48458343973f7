"""``python -m geoview``: the command line, where the console script is not on the path."""

from geoview.cli import main

if __name__ == "__main__":
    main()
