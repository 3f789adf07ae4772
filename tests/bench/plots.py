"""A picture of each part: PNG files from the figures that it measured."""

import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

COLOURS = {"bare": "#888888", "floor": "#c9a227", "textbook": "#c0504d", "Heed": "#1f6f8b"}
COLOURS["bare, BEGIN … COMMIT"] = "#bbbbbb"


def draw(part: str, figures: dict[str, Any], folder: Path) -> None:
    with mpl.rc_context({"axes.spines.top": False, "axes.spines.right": False, "font.size": 9}):
        figure = DRAWN[part](figures)
        figure.savefig(folder / f"{part}.png", dpi=150)


def cold(figures: dict[str, Any]) -> Figure:
    figure = Figure(figsize=(8, 2.5), layout="constrained")
    axes = figure.subplots()
    axes.barh(list(figures), [statistics.median(case["cpu"]) for case in figures.values()], color=COLOURS["Heed"])
    axes.invert_yaxis()
    axes.set(title="Cold start, up to the first GET /v1/posts", xlabel="CPU, s")
    return figure


def requests(figures: dict[str, Any]) -> Figure:
    figure = Figure(figsize=(11, 6), layout="constrained")
    hashing = [name for name in figures if name == "sign-in"]
    others = [name for name in figures if name not in hashing]
    axes = figure.subplots(2, 2, height_ratios=[len(others), 1.6])
    for column, (unit, title) in enumerate({"p50": "p50, ms (line: 99 of 100)", "cpu": "CPU, ms"}.items()):
        for line, names in enumerate((others, hashing)):
            bars(axes[line][column], {name: figures[name] for name in names}, unit)
        axes[0][column].set_title(title)
    figure.suptitle("One request, through the emulator, warm, 1,000 posts")
    return figure


def bars(axes: Axes, figures: dict[str, dict[str, dict[str, float]]], unit: str) -> None:
    for number, by_app in enumerate(figures.values()):
        for place, (app, found) in enumerate(by_app.items()):
            height = 0.8 / len(by_app)
            label = app if app not in axes.get_legend_handles_labels()[1] else None
            y = number - 0.4 + (place + 0.5) * height
            axes.barh(y, found[unit], height * 0.9, color=COLOURS[app], label=label)
            if unit == "p50":
                axes.plot([found["p50"], found["p99"]], [y, y], color=COLOURS[app], linewidth=1)
    axes.set_yticks(range(len(figures)), list(figures))
    axes.invert_yaxis()
    if len(figures) > 1:
        axes.legend(frameon=False)


def growth(figures: dict[str, Any]) -> Figure:
    medians: dict[str, dict[int, float]] = figures["medians"]
    figure = Figure(figsize=(13, 6), layout="constrained")
    groups: dict[str, list[str]] = {"Pages, sorts and filters": [], "Searches": [], "The textbook": []}
    for name in medians:
        searches = name.startswith(("search", "similar"))
        others = "The textbook" if name.startswith("textbook") else "Pages, sorts and filters"
        groups["Searches" if searches else others].append(name)
    for axes, (title, names) in zip(figure.subplots(1, 3, sharey=True), groups.items(), strict=True):
        axes.set_prop_cycle(cycler(linestyle=["-", "--", ":"]) * cycler(color=mpl.color_sequences["tab10"]))
        for name in names:
            sizes = list(medians[name])
            axes.plot(sizes, [abs(medians[name][size]) for size in sizes], marker="o", markersize=3, label=name)
        axes.set(title=title, xscale="log", yscale="log", xlabel="posts on the board")
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.yaxis.set_major_formatter("{x:g}")
        axes.legend(frameon=False, fontsize=6.5, loc="upper left")
    figure.axes[0].set_ylabel("p50, ms")
    return figure


TRAFFIC = {"spread": "Spread posts", "hot": "One hot post", "hot, commits of 3 ms": "One hot post, commits of 3 ms"}


def load(figures: dict[str, Any]) -> Figure:
    figure = Figure(figsize=(13, 6), layout="constrained")
    grid = figure.subplots(2, 3, sharex=True)
    for column, (traffic, apps) in enumerate(figures["load"].items()):
        for app, by_count in apps.items():
            counts = list(by_count)
            for line, unit in enumerate(("rate", "p99")):
                values = [by_count[count][unit] for count in counts]
                grid[line][column].plot(counts, values, marker="o", color=COLOURS[app], label=app)
        grid[0][column].set(title=TRAFFIC.get(traffic, traffic), ylim=(0, None))
        grid[1][column].set(xlabel="environments at once", yscale="log")
        grid[1][column].set_xscale("log", base=2)
        for axis in (grid[1][column].xaxis, grid[1][column].yaxis):
            axis.set_major_formatter("{x:g}")
            axis.set_minor_formatter(NullFormatter())
    grid[0][0].set_ylabel("votes a second")
    grid[1][0].set_ylabel("p99, ms")
    grid[0][0].legend(frameon=False)
    return figure


def round_trips(figures: dict[str, Any]) -> Figure:
    compared = {name: by_app for name, by_app in figures["round_trips"].items() if len(by_app) > 1}
    figure = Figure(figsize=(8, 4), layout="constrained")
    axes = figure.subplots()
    bars(axes, {name: {app: {"count": n} for app, n in by_app.items()} for name, by_app in compared.items()}, "count")
    axes.set(title="Round trips to the database", xscale="symlog")
    axes.set_xticks([1, 2, 3, 5, 10, 20, 50], ["1", "2", "3", "5", "10", "20", "50"])
    return figure


def memory(figures: dict[str, Any]) -> Figure:
    figure = Figure(figsize=(7, 3), layout="constrained")
    axes = figure.subplots()
    samples = figures["memory"]
    axes.plot([figures["requests"] * i / len(samples) for i in range(len(samples))], samples, color=COLOURS["Heed"])
    axes.set(title="Memory of one environment", xlabel="requests", ylabel="MB", ylim=(0, None))
    return figure


def pages(figures: dict[str, Any]) -> Figure:
    figure = Figure(figsize=(8, 3), layout="constrained")
    axes = figure.subplots()
    bars(axes, {name: {"Heed": found} for name, found in figures["pages"].items()}, "cpu")
    axes.set(title="One page beside the API's answer, warm", xlabel="CPU, ms")
    return figure


def outbox(figures: dict[str, Any]) -> Figure:
    return lengths(figures["p50"], "What is told, warm", "p50, ms")


def functions(figures: dict[str, Any]) -> Figure:
    return lengths(figures["memory"], "Each function after its first event", "MB")


def lengths(figures: dict[str, float], title: str, unit: str) -> Figure:
    figure = Figure(figsize=(8, 3), layout="constrained")
    axes = figure.subplots()
    axes.barh(list(figures), list(figures.values()), color=COLOURS["Heed"])
    axes.invert_yaxis()
    axes.set(title=title, xlabel=unit)
    return figure


DRAWN: dict[str, Callable[[dict[str, Any]], Figure]] = {
    "cold": cold,
    "requests": requests,
    "growth": growth,
    "load": load,
    "round_trips": round_trips,
    "memory": memory,
    "pages": pages,
    "outbox": outbox,
    "functions": functions,
}
