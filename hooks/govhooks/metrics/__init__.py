"""The five metrics, computed from a repository and its history, offline.

metric     what a metric is: figures, where each comes from, the items behind it, its values over time
timeline   the first-parent line of a branch, and what was its tip at any time
"""
