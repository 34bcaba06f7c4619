"""One run: request, gather, judge, conclude, report."""
