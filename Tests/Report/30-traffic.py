#!/usr/bin/env python3
"""Traffic section of the report on recorded data: prints Markdown to standard output.

Plays each road's recording through the shipped rules (`tocsin drill run`), takes the moments at which the detector
raised, and scores them as the Numenta Anomaly Benchmark does (DATA/tools/nab_score.py).

Environment: TOCSIN = the tocsin command, DATA = folder with nab_*.csv and nab_windows.json, RULES = the city's folder.
Further roads: put nab_NAME.csv (columns t and station.quantity) and the windows of realTraffic/NAME.csv there.
"""
import csv
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime

TOCSIN = os.environ.get("TOCSIN", ".build/debug/tocsin")
DATA = os.environ.get("DATA", "../shared/data")
RULES = os.environ.get("RULES", "Rules")
sys.path.insert(0, os.path.join(DATA, "tools"))

DEVIATE = ("SpeedDeviates", "OccupancyDeviates", "TravelTimeDeviates")
PLAIN = ("SpeedBelowLimit", "OccupancyAboveLimit", "TravelTimeAboveLimit")
UNITS = {"speed": "km/h", "occupancy": "%", "travel-time": "s"}
# The fixed limits that Rules/stations/traffic.yaml gives an expressway and a stretch of road.
LIMITS = {"speed": ("incident_speed", 20), "occupancy": ("incident_occupancy", 30), "travel-time": ("incident_time", 1200)}
PUBLISHED = [("contextOSE", 91.2), ("Numenta HTM", 82.5), ("windowedGaussian", 64.3)]
NEIGHBOURS = [(4.0, 2.5), (4.0, 3.0), (4.0, 3.5), (5.0, 2.5), (5.0, 3.5), (6.0, 2.5), (6.0, 3.0), (6.0, 3.5)]


class Road:
    """One recording: its rows, its labelled windows and what is measured."""

    def __init__(self, path, windows):
        self.name = os.path.basename(path)[len("nab_"):-len(".csv")]
        self.windows = windows
        with open(path, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        column = next(name for name in rows[0] if name != "t" and not name.endswith(".q"))
        self.station, self.quantity = column.split(".", 1)
        self.rows = [(datetime.fromisoformat(row["t"]), row[column]) for row in rows if row[column] != ""]
        self.unit = {"speed": "mph"}.get(self.quantity, UNITS[self.quantity])

    def write_recording(self, path):
        with open(path, "w", encoding="utf-8") as file:
            for at, value in self.rows:
                line = {
                    "tst": at.strftime("%Y-%m-%dT%H:%M:%S.000000%z"),
                    "topic": f"city/north/traffic/{self.station}/{self.quantity}", "qos": 1, "retain": 0,
                    "payload": {"t": at.isoformat(), "v": float(value), "u": self.unit},
                }
                file.write(json.dumps(line) + "\n")

    def score(self, onsets, profile="standard"):
        """Each onset counts once, at the newest row that was known when the alarm was raised."""
        import nab_score

        scores = [0.0] * len(self.rows)
        for onset in onsets:
            scores[max(i for i, (at, _) in enumerate(self.rows) if at <= onset)] = 1.0
        times = [at.replace(tzinfo=None) for at, _ in self.rows]
        return nab_score.score_file(times, scores, self.windows, 0.5, profile)


def play(road, rules, folder):
    """Alert name → moments at which it was raised."""
    recording, data = os.path.join(folder, road.name + ".jsonl"), os.path.join(folder, "data")
    if not os.path.exists(recording):
        road.write_recording(recording)
    shutil.rmtree(data, ignore_errors=True)
    command = [TOCSIN, "drill", "run", recording, "--city", rules, "--data", data, "--json", "--quiet"]
    done = subprocess.run(command, capture_output=True, text=True)
    shutil.rmtree(data, ignore_errors=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    raised = {}
    for alarm in json.loads(done.stdout.splitlines()[-1])["alarms"]:
        at = datetime.fromisoformat(alarm["raised_at"].replace("Z", "+00:00"))
        raised.setdefault(alarm["alert"], []).append(at)
    return raised


def with_limits(roads, folder):
    """A copy of the city in which the recorded roads are registered with the fixed limits."""
    copy = os.path.join(folder, "with-limits")
    shutil.copytree(RULES, copy)
    with open(os.path.join(copy, "city.yaml"), encoding="utf-8") as file:
        city = file.read()
    district = re.search(r"districts:\s*\n\s*- \{id: ([\w-]+)", city)[1]
    box = {side: float(re.search(side + r": ([\d.-]+)", city)[1]) for side in ("south", "north", "west", "east")}
    lines = ["stations:"]
    for station in sorted({road.station for road in roads}):
        lines += [
            f"  - id: {station}", f"    name: {{zh: {station}, en: {station}}}",
            f"    latitude: {(box['south'] + box['north']) / 2}", f"    longitude: {(box['west'] + box['east']) / 2}",
            f"    district: {district}", "    quantities:"]
        for quantity in sorted({road.quantity for road in roads if road.station == station}):
            name, limit = LIMITS[quantity]
            lines += [
                f"      - quantity: {quantity}", f"        unit: \"{UNITS[quantity]}\"", "        thresholds:",
                f"          - {{name: {name}, value: {limit}, source: report, date: \"2026-11-21\"}}"]
    with open(os.path.join(copy, "stations", "recorded-roads.yaml"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return copy


def with_parameters(once, twice, folder):
    """A copy of the city in which the detector has other limits."""
    copy = os.path.join(folder, f"once-{once}-twice-{twice}")
    shutil.copytree(RULES, copy)
    path = os.path.join(copy, "traffic", "incident.yaml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r"(\n      once: \{value: )[\d.]+", rf"\g<1>{once}", text)
    text = re.sub(r"(\n      twice: \{value: )[\d.]+", rf"\g<1>{twice}", text)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return copy


def onsets(raised, alerts):
    return sorted(at for alert in alerts for at in raised.get(alert, []))


def normalised(results, profile="standard"):
    import nab_score

    return nab_score.normalise(
        sum(result["score"] for result in results), sum(result["windows"] for result in results), profile)


def main():
    windows_path = os.path.join(DATA, "nab_windows.json")
    print("## Traffic: incident detection on recorded roads\n")
    if not os.path.exists(windows_path):
        print(f"Skipped: the recordings are not in `{DATA}`.")
        return
    with open(windows_path, encoding="utf-8") as file:
        labelled = json.load(file)
    roads = [
        Road(path, labelled[key]["windows"])
        for path in sorted(glob.glob(os.path.join(DATA, "nab_*.csv")))
        if (key := f"realTraffic/{os.path.basename(path)[len('nab_'):]}") in labelled
    ]
    with tempfile.TemporaryDirectory() as folder:
        report(roads, folder)


def report(roads, folder):
    raised = {road.name: play(road, RULES, folder) for road in roads}
    results = {road.name: road.score(onsets(raised[road.name], DEVIATE)) for road in roads}
    print("""Road detectors of the Twin Cities, as the Numenta Anomaly Benchmark labels them, played through the shipped rules
(`Rules/traffic/incident.yaml`, label `detector: deviate`) by `tocsin drill run`. Each alarm counts once, at the
reading that raised it; readings in the first 15 % of a file are not scored. Score: NAB, standard profile, 100 = every
window found at its beginning without a false alarm, 0 = nothing found.
""")
    print("| road | rows | windows | found | first alarm in each | false alarms | score |")
    print("|---|---|---|---|---|---|---|")
    for road in roads:
        result = results[road.name]
        first = ", ".join(text[5:16] for _, text in result["first_hits"]) or "–"
        print(f"| {road.name} | {len(road.rows)} | {result['windows']} | {result['hit']} | {first} "
              f"| {result['fp_records']} | {normalised([result]):.1f} |")
    everything = list(results.values())
    print(f"| **all** | | {sum(r['windows'] for r in everything)} | {sum(r['hit'] for r in everything)} | "
          f"| {sum(r['fp_records'] for r in everything)} | **{normalised(everything):.1f}** |\n")
    plain_rules = with_limits(roads, folder)
    plain = [road.score(onsets(play(road, plain_rules, folder), PLAIN)) for road in roads]
    print("Beside it, over the same windows and over those of the published detectors:\n")
    print("| detector | files | found | false alarms | score |")
    print("|---|---|---|---|---|")
    print(f"| shipped, `detector: deviate` | {len(roads)} | {sum(r['hit'] for r in everything)} "
          f"| {sum(r['fp_records'] for r in everything)} | {normalised(everything):.1f} |")
    print(f"| shipped, `detector: plain` (20 km/h, 30 %, 1,200 s) | {len(roads)} | {sum(r['hit'] for r in plain)} "
          f"| {sum(r['fp_records'] for r in plain)} | {normalised(plain):.1f} |")
    for name, score in PUBLISHED:
        print(f"| {name}, published | 7 (all of realTraffic) | | | {score} |")
    print("\nThe published figures stand for all seven files of realTraffic and are not comparable to a decimal with those "
          "of fewer.\n")
    tell_profiles(roads, raised)
    tell_neighbours(roads, folder, normalised(everything))


def tell_profiles(roads, raised):
    print("Other profiles of the benchmark: ", end="")
    parts = []
    for profile, words in [("reward_low_FP_rate", "few false alarms"), ("reward_low_FN_rate", "nothing missed")]:
        scored = [road.score(onsets(raised[road.name], DEVIATE), profile) for road in roads]
        parts.append(f"{words} {normalised(scored, profile):.1f}")
    print(", ".join(parts) + ".\n")


def tell_neighbours(roads, folder, shipped):
    print("How much hangs on the limits (spreads below the median of the week: once, or twice in a row):\n")
    print("| once | twice | found | false alarms | score |")
    print("|---|---|---|---|---|")
    rows = [(5.0, 3.0, None)] + [(once, twice, with_parameters(once, twice, folder)) for once, twice in NEIGHBOURS]
    for once, twice, rules in sorted(rows, key=lambda row: row[:2]):
        raised = {road.name: play(road, rules or RULES, folder) for road in roads}
        results = [road.score(onsets(raised[road.name], DEVIATE)) for road in roads]
        mark = " (shipped)" if rules is None else ""
        print(f"| {once}{mark} | {twice} | {sum(r['hit'] for r in results)} | {sum(r['fp_records'] for r in results)} "
              f"| {normalised(results):.1f} |")
    print()


if __name__ == "__main__":
    main()
