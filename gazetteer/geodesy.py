"""Distances on the sphere. Standard library only: the gazetteer, resolution and the scores all measure with this."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088
"""The mean radius R1 = (2a + b) / 3 of the WGS 84 ellipsoid (Moritz, Geodetic Reference System 1980, 2000)."""


def distance_km(latitude_a: float, longitude_a: float, latitude_b: float, longitude_b: float) -> float:
    """Return the great-circle distance between two points, in kilometres.

    The haversine formula on a sphere (Sinnott, "Virtues of the Haversine", Sky & Telescope 68, 1984): exact near zero,
    and within 0.6 % of the distance on the ellipsoid, which is far below what a city's or a country's point means.

    Args:
        latitude_a: degrees north of the first point.
        longitude_a: degrees east of the first point; any turn of the circle is the same.
        latitude_b: degrees north of the second point.
        longitude_b: degrees east of the second point.
    """
    phi_a, phi_b = radians(latitude_a), radians(latitude_b)
    half_phi, half_lambda = (phi_b - phi_a) / 2, radians(longitude_b - longitude_a) / 2
    haversine = sin(half_phi) ** 2 + cos(phi_a) * cos(phi_b) * sin(half_lambda) ** 2
    # Rounding can carry antipodes a hair above 1.
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, haversine)))
