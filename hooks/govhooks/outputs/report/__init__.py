"""The report of the metrics (`govhooks.metrics.report`) for people and programs: one module an output.

words      a figure as people say it, for all of them
markdown   tables; terminal the same with rich
metrics    OpenMetrics, as Prometheus' node exporter reads it from a file
sarif      what is open, for code scanning
"""
