"""Drawing: a page of its own and a folium layer, neither of which ever runs article text."""
