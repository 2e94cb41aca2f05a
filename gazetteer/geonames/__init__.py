"""Indexes made from GeoNames: the towns of the world, and every place of the countries that were added."""
