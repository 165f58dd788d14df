"""Nitrogen dioxide: hours above the hourly limit, and the hour before."""
from recorded import City, DATA, load_json, number, table, topics, tool
import os

DATASET = "no2_2011"
HOUR = 3600.0
LIMIT = 200.0
skill = tool("flood_skill")


def on(alarms, time):
    return any(raised <= time and (cleared is None or cleared > time) for raised, cleared in alarms)


def main():
    city = City()
    for station, quantity, unit, _ in topics(DATASET).values():
        city.register(station, quantity, unit, "2h", {})
    city.write()
    alarms = city.drill(DATASET)
    city.remove()
    rows, early = [], []
    for column, (station, _, _, _) in topics(DATASET).items():
        t, v = skill.load(os.path.join(DATA, DATASET + ".csv"), column)
        of = lambda alert: [(a["raised"], a["cleared"]) for a in alarms if a["key"] == station and a["alert"] == alert]
        high, near = of("NitrogenDioxideHigh"), of("NitrogenDioxideNear")
        above = [time for time, value in zip(t, v) if value >= LIMIT]
        false = [raised for raised, _ in high if raised not in set(above)]
        days = {int(time // 86_400) for time in above}
        quiet = (len({int(time // 86_400) for time in t}) - len(days)) / 30.44
        rows.append([station, len(above), sum(on(high, time) for time in above), len(high), len(false),
                     len(of("NitrogenDioxideAlert"))])
        value = dict(zip(t, v))
        pairs = [time for time in t if value[time] < LIMIT and time + HOUR in value and time - HOUR in value]
        methods = {"shipped rule": lambda x: on(near, x), "persistence": lambda x: False,
                   "straight line": lambda x: 2 * value[x] - value[x - HOUR] >= LIMIT}
        for method, tells in methods.items():
            told = [x for x in pairs if tells(x)]
            hit = sum(value[x + HOUR] >= LIMIT for x in told)
            onsets = sum(value[x + HOUR] >= LIMIT for x in pairs)
            wrong = len(told) - hit
            quiet_wrong = sum(value[x + HOUR] < LIMIT and int(x // 86_400) not in days for x in told)
            csi = hit / (onsets + wrong) if onsets + wrong else None
            early.append([station, method, f"{hit}/{onsets}", wrong, number(csi), number(quiet_wrong / quiet)])
    print("## Air\n")
    print(f"Hourly nitrogen dioxide of `{DATASET}`: {LIMIT:.0f} µg/m³ is the hourly limit; the alert threshold of 400 µg/m³ was")
    print("never reached.\n")
    print(table(["station", "hours above", "hours told", "alarms", "false alarms", "alerts of 400"], rows))
    print("The hour before: `NitrogenDioxideNear` where the next hour is the first above the limit (lead one hour).\n")
    print(table(["station", "method", "told", "false", "CSI", "false hours per quiet month"], early))


main()
