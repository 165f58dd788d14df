"""What the parts of the report share: the recorded data, a city that registers their stations, and drills.

Environment: TOCSIN path of the command, DATA folder of the recordings, RULES folder of the shipped city.
"""
import importlib.util, json, os, shutil, subprocess, sys, tempfile
from datetime import datetime, timezone

TOCSIN = os.environ.get("TOCSIN", ".build/debug/tocsin")
DATA = os.environ.get("DATA", "../shared/data")
RULES = os.environ.get("RULES", "Rules")


def load_json(name):
    with open(os.path.join(DATA, name), encoding="utf-8") as file:
        return json.load(file)


def tool(name):
    """A module of the data's own tools: baselines and scores are theirs, not ours."""
    spec = importlib.util.spec_from_file_location(name, os.path.join(DATA, "tools", name + ".py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def topics(dataset):
    """Column → (station, quantity, unit, topic) of a data set of series."""
    out = {}
    for column, about in load_json("datasets.json")[dataset]["columns"].items():
        levels = about["topic"].split("/")
        out[column] = (levels[3], levels[4], about["unit"], about["topic"])
    return out


class City:
    """The shipped city with further stations, in a folder that is removed at the end."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="tocsin-report-")
        self.city = os.path.join(self.folder, "city")
        shutil.copytree(RULES, self.city)
        self.stations = {}

    def register(self, station, quantity, unit, heartbeat, thresholds):
        """thresholds: name → (value, source)."""
        self.stations.setdefault(station, []).append((quantity, unit, heartbeat, thresholds))

    def write(self):
        if not self.stations:
            return
        text = "stations:\n"
        for index, (station, quantities) in enumerate(sorted(self.stations.items())):
            text += f"  - id: {station}\n    name: {{zh: {station}, en: {station}}}\n"
            text += f"    latitude: {27.5 + 0.001 * (index + 1):.4f}\n    longitude: 110.2\n    district: chengdong\n"
            text += "    quantities:\n"
            for quantity, unit, heartbeat, thresholds in quantities:
                text += f'      - quantity: {quantity}\n        unit: "{unit}"\n        heartbeat: {heartbeat}\n'
                if thresholds:
                    text += "        thresholds:\n"
                for name, (value, source) in thresholds.items():
                    quoted = source.replace('"', "'")
                    text += f'          - {{name: {name}, value: {value}, source: "{quoted}", date: "2026-11-21"}}\n'
        with open(os.path.join(self.city, "stations", "recorded.yaml"), "w", encoding="utf-8") as file:
            file.write(text)

    def drill(self, dataset, *options):
        """Plays a data set through the shipped rules. Returns the alarms: alert, key, raised_at, cleared_at (s)."""
        recording = os.path.join(self.folder, dataset + ".jsonl")
        data = os.path.join(self.folder, "data-" + dataset)
        subprocess.run(
            [sys.executable, os.path.join(DATA, "tools", "rec.py"), os.path.join(DATA, dataset + ".csv"), "-o", recording,
             *options], check=True, stderr=subprocess.DEVNULL)
        run = subprocess.run(
            [TOCSIN, "drill", "run", "--city", self.city, "--data", data, "--json", "--quiet", recording],
            check=True, capture_output=True, text=True)
        os.remove(recording)
        shutil.rmtree(data, ignore_errors=True)
        result = json.loads(run.stdout.strip().splitlines()[-1])
        assert result["quarantined"] == 0, f"{dataset}: {result['quarantined']} messages were not read"
        return [
            {"alert": a["alert"], "key": a["key"], "raised": seconds(a["raised_at"]), "cleared": seconds(a["cleared_at"])}
            for a in result["alarms"]]

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def seconds(text):
    return None if text is None else datetime.fromisoformat(text[:19] + "+00:00").timestamp()


def minute(time):
    return datetime.fromtimestamp(time, timezone.utc).strftime("%Y-%m-%d %H:%M")


def median(values):
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def number(value, digits=2):
    return "–" if value is None else f"{value:.{digits}f}"


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]) + "\n"
