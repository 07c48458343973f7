"""geoview: an article goes in, a map comes out."""

__version__ = "0.1.0"
