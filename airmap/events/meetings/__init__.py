"""Meetings of leaders: who, where, when, under what name, and whether they were held."""
