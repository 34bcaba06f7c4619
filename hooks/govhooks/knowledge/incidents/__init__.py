"""Incidents: exposed credentials, and what was done about each.

event      one signed event of an incident, as it is stored
incident   what the events of one incident come to: open, rotated, contained or closed
"""
