import CEL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

// Prints the median of several runs; asserts nothing. One case: `CELBenchmark NAME`; for callgrind:
// `valgrind --tool=callgrind CELBenchmark --count 10000 "rule, hit"`.

/// One thing to measure.
struct Case {
    let name: String
    let expression: String
    var value = 3.1
    var rate = 0.5
    var station = "c"
    var isNumeric = false
}

let sampleRule = "value >= warning && rate > 0.3 || station in ['a','b']"
let cases = [
    Case(name: "rule, hit", expression: sampleRule),
    Case(name: "rule, miss", expression: sampleRule, rate: 0.1),
    Case(name: "rule, hit by station", expression: sampleRule, rate: 0.1, station: "b"),
    Case(name: "literal true", expression: "true"),
    Case(name: "one comparison", expression: "value > 3.0"),
    Case(name: "comparison across types", expression: "value >= 3"),
    Case(name: "arithmetic", expression: "(value - warning) * 2.0 + rate / 4.0 > 0.5"),
    Case(name: "double result", expression: "(value - warning) * 2.0 + rate / 4.0", isNumeric: true),
    Case(name: "integer comparison", expression: "count * 3 + 1 > 20 && count % 2 == 1"),
    Case(name: "string equality", expression: "station == 'river-7'", station: "river-7"),
    Case(name: "string in 4 literals", expression: "station in ['a', 'b', 'river-8', 'river-7']", station: "river-7"),
    Case(
        name: "string in 20 literals",
        expression: "station in [\((0..<20).map { "'river-\($0)'" }.joined(separator: ","))]", station: "river-19"),
    Case(name: "startsWith", expression: "station.startsWith('river')", station: "river-7"),
    Case(name: "contains", expression: "station.contains('er-7')", station: "river-7"),
    Case(name: "matches", expression: "station.matches('^riv.*[0-9]+$')", station: "river-7"),
    Case(name: "map look-up", expression: "tags['level'] == 'high'"),
    Case(name: "map selection, has", expression: "has(tags.level) && tags.level == 'high'"),
    Case(name: "duration comparison", expression: "gap > duration('5m')"),
    Case(name: "hour in a time zone", expression: "at.getHours('Europe/Zurich') >= 22"),
    Case(name: "hour in UTC", expression: "at.getHours() >= 22"),
    Case(name: "exists over 100 doubles", expression: "window.exists(x, x > 1000.0)"),
    Case(name: "all over 100 doubles", expression: "window.all(x, x < 1000.0)"),
    Case(name: "filter, size over 100 doubles", expression: "window.filter(x, x > 50.0).size() > 10"),
    Case(name: "map over 100 doubles", expression: "window.map(x, x * 2.0).size() == 100"),
    Case(name: "list.exists(contains) of 4", expression: "names.exists(n, n.contains('er'))"),
]

func makeEnvironment() -> Environment {
    var environment = Environment(options: .rules)
    environment.declareVariable("value", .double)
    environment.declareVariable("warning", .double)
    environment.declareVariable("rate", .double)
    environment.declareVariable("station", .string, maximumSize: 64)
    environment.declareVariable("count", .int)
    environment.declareVariable("tags", .map(.string, .string), maximumSize: 32)
    environment.declareVariable("window", .list(.double), maximumSize: 100)
    environment.declareVariable("names", .list(.string), maximumSize: 4)
    environment.declareVariable("gap", .duration)
    environment.declareVariable("at", .timestamp)
    return environment
}

func makeFrame(_ example: Case) -> Frame {
    let frame = Frame(slotCount: 10)
    frame.setDouble(example.value, at: 0)
    frame.setDouble(3.0, at: 1)
    frame.setDouble(example.rate, at: 2)
    frame.setString(example.station, at: 3)
    frame.setInt(7, at: 4)
    if let tags = Value.Map([("level", .string("high")), ("warn", .string("10")), ("zone", .string("n"))]) {
        frame.set(.map(tags), at: 5)
    }
    frame.set(.list((0..<100).map { .double(Double($0)) }), at: 6)
    frame.set(.list(["gas", "smoke", "parking", "north"].map { .string($0) }), at: 7)
    frame.setDuration(nanoseconds: 301_000_000_000, at: 8)
    frame.set(.timestamp(Value.Timestamp(nanosecondsSince1970: 1_774_745_999_000_000_000)), at: 9)
    return frame
}

/// CPU time of this thread, which other work on the machine does not lengthen.
func threadNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// Nanoseconds of CPU per call: the median of 9 runs of about 20 ms each.
func measure(_ body: (Int) -> Void) -> Double {
    func taken(_ count: Int) -> UInt64 {
        let start = threadNanoseconds()
        body(count)
        return threadNanoseconds() - start
    }
    var count = 16
    while taken(count) < 4_000_000 { count *= 2 }
    count *= 5
    let runs = (0..<9).map { _ in taken(count) }.sorted()
    return Double(runs[4]) / Double(count)
}

var arguments = Array(CommandLine.arguments.dropFirst())
var fixedCount: Int?
if arguments.first == "--count", arguments.count > 1 {
    fixedCount = Int(arguments[1])
    arguments.removeFirst(2)
}

let environment = makeEnvironment()
@exclusivity(unchecked) nonisolated(unsafe) var sink = 0
for example in cases where arguments.isEmpty || arguments.contains(example.name) {
    let program = try environment.compile(example.expression)
    let frame = makeFrame(example)
    let run: (Int) -> Void = { count in
        for _ in 0..<count {
            if example.isNumeric {
                sink &+= program.evaluateDouble(frame).value > 0 ? 1 : 0
            } else {
                sink &+= Int(program.evaluateCondition(frame).rawValue)
            }
        }
    }
    if let fixedCount {
        run(fixedCount)
        continue
    }
    let nanoseconds = measure(run)
    let shown = String(Int(nanoseconds * 10 + 0.5)).withPoint.leftPadded(10)
    let result = example.isNumeric ? "\(program.evaluateDouble(frame).value)" : "\(program.evaluateCondition(frame))"
    print(example.name.padded(34), shown, "ns  ", result)
}
if fixedCount == nil, arguments.isEmpty || arguments.contains("compile") {
    let nanoseconds = measure { count in
        for _ in 0..<count { sink &+= (try? environment.compile(sampleRule, expecting: .bool))?.requiredSlotCount ?? 0 }
    }
    print("compile the rule".padded(34), String(Int(nanoseconds * 10 + 0.5)).withPoint.leftPadded(10), "ns")
}
if sink == .min { print("") }

extension String {
    func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
    func leftPadded(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
    /// Tenths written with a point.
    var withPoint: String { (count > 1 ? String(dropLast()) : "0") + "." + String(suffix(1)) }
}
