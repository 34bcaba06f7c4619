"""A run of the checks, in stages: request, gather, judge, conclude, report."""
