# Two commands do all of it: `make demo` and `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
SWIFT ?= swift
# Debian packages that the build, the tests and the demonstration need, with what each is for.
PACKAGES := libgeos-dev libmosquitto-dev mosquitto mosquitto-clients libsimdjson-dev libsqlite3-dev libzstd-dev libssl-dev pkg-config

.PHONY: demo test build release packages format lint drills crash powercut bench-live bench-flood strangers bench-engine bench-restart bench-drill show-drill simulate fuzz report clean

demo: packages
	$(SWIFT) build --product tocsin
	$(SWIFT) build --product tocsin-simulator
	@exec "$$($(SWIFT) build --show-bin-path)/tocsin-simulator" demo

build: packages
	$(SWIFT) build

release: packages
	$(SWIFT) build -c release

# Tests that miss something (a broker, recordings, root) say so in a line that begins with "skipped"; they are counted.
test: packages
	$(SWIFT) build --build-tests
	@log=$$(mktemp); trap 'rm -f "$$log"' EXIT; \
	$(SWIFT) test --skip-build 2>&1 | tee "$$log"; status=$$?; \
	echo "Notices of skipped tests: $$(grep -ci '^skipped' "$$log")"; \
	if [ $$status -ne 0 ]; then echo "What failed, said again:"; \
	grep -aE 'recorded an issue|^✘ |^↳|error:|Fatal error|unexpected signal' "$$log" | tail -n 200; fi; exit $$status

# SIGKILL at 100 seeded moments under 5,000 readings/s; CRASH="--seed 7" repeats a run.
crash: packages
	$(SWIFT) build -c release --product tocsin
	$(SWIFT) build -c release --product crash-harness
	@"$$($(SWIFT) build -c release --show-bin-path)/crash-harness" $(CRASH)

# Throughput against a subscriber in C, and the latency of orders; BENCH="--latency-only" and the like.
bench-live: packages
	$(SWIFT) build -c release --product tocsin
	$(SWIFT) build -c release --product LiveBenchmark
	@"$$($(SWIFT) build -c release --show-bin-path)/LiveBenchmark" $(BENCH)

# Cities, rules and streams by seed through the whole fold: SEED and SECONDS repeat or lengthen a run.
simulate:
	$(SWIFT) build -c release --product simulate
	@"$$($(SWIFT) build -c release --show-bin-path)/simulate" run $(SEED) $(SECONDS)
	@"$$($(SWIFT) build -c release --show-bin-path)/simulate" incidents $(SEED)

# A start after a day of readings from 10,000 stations, in a temporary folder of about 2 GB.
bench-restart: packages
	$(SWIFT) build -c release --product RestartBenchmark
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; program="$$($(SWIFT) build -c release --show-bin-path)/RestartBenchmark"; \
	"$$program" fill "$$folder/data" $(RESTART) && "$$program" restart "$$folder/data"

# A day of readings from 10,000 stations as a drill, and as a comparison; in a temporary folder of about 5 GB.
# DRILL="--minutes 60" makes it shorter.
bench-drill: packages
	$(SWIFT) build -c release --product DrillBenchmark
	@Tests/Benchmarks/DrillBenchmark/measure "$$($(SWIFT) build -c release --show-bin-path)/DrillBenchmark" $(DRILL)

# The same day at every speed, in every batching and in two processes: one log. SHOW_MINUTES=60 makes it shorter.
show-drill: packages
	$(SWIFT) build -c release --product DrillBenchmark
	$(SWIFT) build -c release --product tocsin
	@Tests/Benchmarks/DrillBenchmark/show "$$($(SWIFT) build -c release --show-bin-path)"

# Curves of the rule engine over stations and rules; rewrites the page about it.
bench-engine: packages
	$(SWIFT) build -c release --product tocsin
	@page=$$(mktemp); trap 'rm -f "$$page"' EXIT; \
	TOCSIN="$$($(SWIFT) build -c release --show-bin-path)/tocsin" Tests/Benchmarks/EngineCurves/curves | tee "$$page" && \
	cat "$$page" >Sources/tocsin/Tocsin.docc/EnginePerformance.md

# A million stations that nobody registered.
strangers: packages
	$(SWIFT) build -c release --product tocsin
	$(SWIFT) build -c release --product LiveBenchmark
	@"$$($(SWIFT) build -c release --show-bin-path)/LiveBenchmark" --strangers $(or $(STRANGERS),1000000)

# 10,000 alarms in a minute, each an incident with its order, while somebody asks and acknowledges at the socket.
bench-flood: packages
	$(SWIFT) build -c release --product tocsin
	$(SWIFT) build -c release --product LiveBenchmark
	@"$$($(SWIFT) build -c release --show-bin-path)/LiveBenchmark" --flood $(or $(FLOOD),10000)

# Recordings of the shipped city as tests; `make test` runs them too.
drills: packages
	$(SWIFT) build --product tocsin
	@"$$($(SWIFT) build --show-bin-path)/tocsin" drill suite Tests/Recordings --city Rules

packages:
	@missing=""; \
	for package in $(PACKAGES); do \
	    dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	    echo "Missing Debian packages:$$missing"; \
	    if [ "$$(id -u)" = 0 ]; then as_root=""; elif command -v sudo >/dev/null; then as_root="sudo"; else \
	        echo "Install them as root: apt-get install$$missing" >&2; exit 69; fi; \
	    $$as_root apt-get update -qq && $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing; \
	fi

# 1,500 power cuts rebuilt from a recorded trace of the server's writes and syncs.
powercut: packages
	@Tests/PowerCut/run.sh $(CUTS) $(SEED)

# Random expressions through parser, checker and evaluator; FUZZ_SECONDS=600 by default.
fuzz:
	@Tests/Benchmarks/CELFuzzer/run $(or $(FUZZ_SECONDS),600)

# Rebuilds the report of the shipped rules on recorded data; DATA names the folder of the recordings.
report: packages
	$(SWIFT) build --product tocsin
	@page=$$(mktemp); trap 'rm -f "$$page"' EXIT; \
	TOCSIN="$$($(SWIFT) build --show-bin-path)/tocsin" DATA="$(or $(DATA),../shared/data)" Tests/Report/report >"$$page" && \
	cat "$$page" >Sources/tocsin/Tocsin.docc/RecordedData.md

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Simulators Tests

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Simulators Tests

clean:
	$(SWIFT) package clean
