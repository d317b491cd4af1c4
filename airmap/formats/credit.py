"""The sources that every output names, as their licences ask."""

DATA_CREDIT = ("Borders: (c) OpenStreetMap contributors, ODbL 1.0, openstreetmap.org/copyright; "
               "places: GeoNames, CC BY 4.0, geonames.org; "
               "map: Natural Earth, public domain")
