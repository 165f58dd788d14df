"""Rivers: every gauge and threshold of truth.json through the shipped rules, beside persistence and straight lines."""
from recorded import City, DATA, load_json, median, minute, number, table, tool, topics
import os

HOUR = 3600.0
MONTH = 30.44 * 24 * HOUR
HORIZON = 12 * HOUR  # an early alarm counts where the limit is passed within so many hours
OFF_DELAY = 2 * HOUR  # of the baselines' alarms, as the shipped rule has
LEVELS = ["Warning", "Guaranteed", "Record"]
skill = tool("flood_skill")


def registered(truth):
    """(data set, column, station, unit, [(threshold, level)]) of every gauge with thresholds."""
    for dataset, columns in truth["flood"].items():
        about = topics(dataset)
        for column, facts in columns.items():
            limits = sorted(facts["thresholds"], key=float)[: len(LEVELS)]
            yield dataset, column, about[column][0], about[column][2], facts, list(zip(limits, LEVELS))


def register(city, station, unit, facts, limits):
    thresholds = {level.lower(): (limit, facts["thresholds"][limit]["source"]) for limit, level in limits}
    thresholds["deadband"] = (0.05, "the shipped city's default")
    thresholds["rise_1h"] = (0.8, "the shipped city's default")
    city.register(station, "stage", unit, f"{int(max(facts['step_s'], 300) * 2)}s", thresholds)


class Spans:
    """Crossings of one limit, and what an alarm of any kind made of them."""

    def __init__(self, series, limit):
        self.series, self.limit = series, limit
        self.crossings = [(up, down) for up, down, _, _ in skill.crossings(series, limit)]
        busy, last = 0.0, -1e18
        for up, down in self.crossings:
            start = max(up - HORIZON, last)
            last = down + HORIZON
            busy += max(0.0, last - start)
        self.quiet_months = max(0.0, series.t[-1] - series.t[0] - busy) / MONTH

    def early(self, alarms):
        """Lead of each crossing, hours (None: not told), and false alarms."""
        leads, used, before = [], set(), -1e18
        for up, down in self.crossings:
            on = [i for i, (raised, cleared) in enumerate(alarms) if raised < up and (cleared is None or cleared >= up)]
            leads.append((up - max(alarms[on[0]][0], before, up - HORIZON)) / HOUR if on else None)
            used.update(on)
            before = down
        false = [raised for i, (raised, _) in enumerate(alarms) if i not in used
                 and not any(up - HORIZON <= raised <= down for up, down in self.crossings)]
        return leads, false

    def level(self, alarms):
        """Minutes from each crossing to its alarm (None: missed), and false alarms."""
        delays = []
        for up, down in self.crossings:
            hits = [raised for raised, cleared in alarms if raised <= down + HOUR and (cleared is None or cleared > up)]
            delays.append(max(0.0, min(hits) - up) / 60 if hits else None)
        false = [raised for raised, _ in alarms
                 if not any(up <= raised <= down + HOUR for up, down in self.crossings)]
        return delays, false

    def line(self, lead_hours):
        """Alarms of a straight line of flood_skill.py, with an off-delay: [(raised, cleared)]."""
        s, alarms, since = self.series, [], None
        for k, time in enumerate(s.t):
            expected = s.v[k] < self.limit and skill.linear(s, k, lead_hours * HOUR) >= self.limit
            on = bool(alarms) and alarms[-1][1] is None
            if expected and not on:
                alarms.append([time, None])
                since = None
            elif on and expected:
                since = None
            elif on:
                since = time if since is None else since
                if time - since >= OFF_DELAY:
                    alarms[-1][1], since = time, None
        return [tuple(a) for a in alarms]


def early_cells(spans, alarms):
    leads, false = spans.early(alarms)
    told = [lead for lead in leads if lead is not None]
    per_month = len(false) / spans.quiet_months if spans.quiet_months else None
    return [f"{len(told)}/{len(leads)}", number(median([lead or 0.0 for lead in leads])),
            " ".join("–" if lead is None else f"{lead:.2f}" for lead in leads), len(false), number(per_month)]


BAD_LINE = ["--drop", "0.05", "--dup", "0.05", "--jitter", "600", "--seed", "7"]


def summary(gauges, alarms, months_of):
    """Found and told crossings of all gauges and limits, leads, false alarms."""
    found = crossings = told = wrong_level = wrong_early = 0
    leads_all, months = [], 0.0
    for dataset, column, station, _, _, limits in gauges:
        for limit, level in limits:
            spans = months_of[dataset, column, limit]
            of = lambda alert: [(a["raised"], a["cleared"]) for a in alarms[dataset]
                                if a["key"] == station and a["alert"] == alert]
            delays, false = spans.level(of("RiverAbove" + level))
            found += sum(d is not None for d in delays)
            crossings += len(delays)
            wrong_level += len(false)
            if level == "Record":
                continue
            leads, false = spans.early(of("RiverExpectedAbove" + level))
            told += sum(lead is not None for lead in leads)
            leads_all += [lead or 0.0 for lead in leads]
            wrong_early += len(false)
            months += spans.quiet_months
    return [f"{found}/{crossings}", wrong_level, f"{told}/{len(leads_all)}", number(median(leads_all)),
            number(sum(leads_all) / len(leads_all)), wrong_early, number(wrong_early / months)]


def main():
    truth, city = load_json("truth.json"), City()
    gauges = list(registered(truth))
    for _, _, station, unit, facts, limits in gauges:
        register(city, station, unit, facts, limits)
    city.write()
    alarms = {}
    for dataset in truth["flood"]:
        alarms[dataset] = city.drill(dataset)
    bad = {dataset: city.drill(dataset, *BAD_LINE) for dataset in truth["flood"]}
    city.remove()
    found, early, all_leads, months_of = [], [], {}, {}
    for dataset, column, station, _, _, limits in gauges:
        series = skill.Series(*skill.load(os.path.join(DATA, dataset + ".csv"), column))
        for limit, level in limits:
            spans = months_of[dataset, column, limit] = Spans(series, float(limit))
            of = lambda alert: [(a["raised"], a["cleared"]) for a in alarms[dataset]
                                if a["key"] == station and a["alert"] == alert]
            delays, false = spans.level(of("RiverAbove" + level))
            hits = [d for d in delays if d is not None]
            name = f"{station} ({dataset})"
            found.append([name, f"{limit} m", level.lower(), f"{len(hits)}/{len(delays)}", number(median(hits), 0),
                          len(false), number(spans.quiet_months, 1)])
            if level == "Record":
                continue
            methods = [("shipped rule", of("RiverExpectedAbove" + level)),
                       ("persistence", [])] + [(f"straight line, {h} h", spans.line(h)) for h in (1, 3, 6)]
            for method, spells in methods:
                early.append([name, f"{limit} m", method] + early_cells(spans, spells))
                leads, wrong = spans.early(spells)
                total = all_leads.setdefault(method, [[], 0, 0.0])
                total[0] += leads
                total[1] += len(wrong)
                total[2] += spans.quiet_months
    silent = {d: sum(a["alert"] == "GaugeSilent" for a in alarms[d]) for d in alarms}
    print("## Rivers\n")
    print("Thresholds are those of `truth.json`, the lowest as warning stage, the next as guaranteed stage; deadband and rise")
    print("are the shipped city's defaults. A crossing is the first reading at or above the limit after six hours below it.\n")
    print("### Limits that are passed\n")
    print("`RiverAboveWarning`, `RiverAboveGuaranteed`: found crossings, median delay after the first reading above the limit")
    print("(the rule's on-delay), and alarms where nothing was passed.\n")
    print(table(["gauge", "limit", "level", "found", "delay, min", "false alarms", "quiet months"], found))
    print("### Limits that will be passed\n")
    print("`RiverExpectedAboveWarning`, `RiverExpectedAboveGuaranteed` beside the baselines of `flood_skill.py`. Told: the alarm")
    print("was on when the limit was passed; lead: hours from its raise to the crossing, at most 12, 0 where it was not told. False: no")
    print("crossing within 12 hours. Per quiet month: 12 hours before the first to 12 hours after the last reading above the")
    print("limit are no quiet time. The baselines' alarms have the same off-delay of two hours.\n")
    print(table(["gauge", "limit", "method", "told", "median lead, h", "leads, h", "false", "false per quiet month"], early))
    rows = []
    for method, (leads, wrong, months) in all_leads.items():
        told = [lead for lead in leads if lead is not None]
        rows.append([method, f"{len(told)}/{len(leads)}", number(median([lead or 0.0 for lead in leads])),
                     number(sum(told) / len(leads)), wrong, number(wrong / months)])
    print("All gauges and limits together:\n")
    print(table(["method", "told", "median lead, h", "mean lead, h", "false", "false per quiet month"], rows))
    print("Over a bad line — every twentieth message lost, every twentieth sent twice, each up to ten minutes late and so out of")
    print("order (`rec.py " + " ".join(BAD_LINE) + "`) — the shipped rules make this of it:\n")
    print(table(["line", "found", "false", "told before", "median lead, h", "mean lead, h", "false", "false per quiet month"],
                [["good"] + summary(gauges, alarms, months_of), ["bad"] + summary(gauges, bad, months_of)]))
    print("Silent gauges told by `GaugeSilent`: " + ", ".join(f"{d} {n}" for d, n in silent.items()) + ".")


main()
