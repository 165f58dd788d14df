"""The earthquake catalogue: what of a fortnight of the whole Earth is told to one city."""
from recorded import City, DATA, minute, table
import csv, os

DATASET = "usgs_quakes_2016_04"
LIMIT = 6.5


def main():
    if not os.path.exists(os.path.join(DATA, DATASET + ".csv")):
        return
    city = City()
    city.write()
    alarms = [a for a in city.drill(DATASET) if a["alert"] == "StrongEarthquake" or a["alert"].startswith("Earthquake")]
    city.remove()
    with open(os.path.join(DATA, DATASET + ".csv"), newline="", encoding="utf-8") as file:
        events = list(csv.DictReader(file))
    strong = [e for e in events if e["type"] == "earthquake" and float(e["mag"] or 0) >= LIMIT]
    blasts = sum(e["type"] != "earthquake" for e in events)
    print("## Earthquakes\n")
    print(f"`{DATASET}`: {len(events):,} events, of which {blasts} blasts and other sources and {len(strong)} earthquakes of")
    print(f"magnitude {LIMIT} or more, which the duty officer is told of wherever they are.\n")
    rows = [[minute(a["raised"]) + " UTC", a["alert"]] for a in alarms]
    print(table(["raised", "alert"], rows) if rows else "Nothing was raised.\n")


main()
