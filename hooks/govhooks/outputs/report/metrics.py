"""The report as OpenMetrics text (https://prometheus.io/docs/specs/om/open_metrics_spec/), for the textfile collector of Prometheus' node exporter.

Gauges without a time: what scrapes them says when. Spans are in seconds, shares in ratios. A figure that is not known has no
sample, and `govhooks_figure_unknown` is 1 for it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_UNITS = {"share": ("ratio", 1), "days": ("seconds", 86400), "seconds": ("seconds", 1), "count": ("", 1)}
_UNKNOWN = "govhooks_figure_unknown"
_MADE = "govhooks_report_made_seconds"


def render(document: dict[str, Any]) -> str:
    """The samples, grouped by name as the format wants it."""
    from govhooks.knowledge.signed_text import seconds

    families: dict[str, tuple[str, str, list[str]]] = {}
    missing: list[str] = []
    for repository in document["repositories"]:
        label = f'repository="{_escaped(repository["name"])}"'
        for metric in repository["metrics"]:
            for figure in metric["figures"]:
                unit, scale = _UNITS[figure["unit"]]
                name = _name(metric["id"], figure["id"], unit)
                samples = families.setdefault(name, (unit, f"{metric['title']}: {figure['title']}", []))[2]
                known = figure["value"] is not None
                if known:
                    samples.append(f"{name}{{{label}}} {_number(figure['value'] * scale)}")
                ids = f'{label},metric="{metric["id"]}",figure="{figure["id"]}"'
                missing.append(f"{_UNKNOWN}{{{ids}}} {0 if known else 1}")
            for group in metric["groups"]:
                name = _name(metric["id"], f"by_{group['by']}", "")
                samples = families.setdefault(name, ("", f"{metric['title']}: {group['title']}", []))[2]
                for key, count in group["counts"].items():
                    samples.append(f'{name}{{{label},{group["by"]}="{_escaped(key)}"}} {count}')
    lines = [f"# TYPE {_MADE} gauge", f"# UNIT {_MADE} seconds", f"# HELP {_MADE} When the report was made."]
    lines.append(f"{_MADE} {seconds(document['made'])}")
    for name, (unit, told, samples) in families.items():
        if samples:
            lines.append(f"# TYPE {name} gauge")
            lines += [f"# UNIT {name} {unit}"] if unit else []
            lines += [f"# HELP {name} {_escaped(told)}.", *samples]
    lines += [f"# TYPE {_UNKNOWN} gauge", f"# HELP {_UNKNOWN} Whether a figure could not be computed.", *missing]
    return "\n".join([*lines, "# EOF"]) + "\n"


def _name(metric: str, figure: str, unit: str) -> str:
    plain = f"govhooks_{metric}_{figure}".replace("-", "_")
    return f"{plain.removesuffix('_days').removesuffix('_seconds')}_{unit}" if unit else plain


def _number(value: float) -> str:
    return repr(value) if isinstance(value, float) else str(value)


def _escaped(text: str) -> str:
    plain = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return plain.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')
