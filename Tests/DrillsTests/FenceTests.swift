import Foundation
import TestSupport
import Testing

/// A drill can't leave the room: what it is made of reaches nobody, and a running one opens no socket.
@Suite struct FenceTests {
    private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// What `Drills` may be made of. Whoever adds a target or library here has made sure that it reaches nobody.
    private static let inside: Set<String> = [
        "AlarmManagement", "CEL", "CGEOS", "CPrefetch", "CSQLite", "CSimdjson", "CWriteAhead", "CZstd", "City",
        "CommandLog", "Configuration", "Delivery",
        "Drills", "IncidentCommand", "Intake", "Matching", "Operations", "QualityControl", "Recordings",
        "Roster", "RuleEngine",
        "Store",
        "Telemetry", "Yams", "crypto", "grdb",
    ]

    /// Names of a target's dependencies as the package's manifest has them.
    private static func dependencies() throws -> [String: Set<String>] {
        let text = try String(contentsOf: root.appendingPathComponent("Package.swift"), encoding: .utf8)
        var result: [String: Set<String>] = [:]
        let pieces = text.split(separator: #/\.(?:target|executableTarget|testTarget|systemLibrary)\(\s*name: /#)
        for piece in pieces.dropFirst() {
            guard let name = piece.firstMatch(of: #/^"([^"]+)"/#)?.1 else { continue }
            var names: Set<String> = []
            if let list = piece.firstMatch(of: #/dependencies: \[([^\]]*)\]/#)?.1 {
                let plain = list.replacing(#/\.product\(name: "([^"]+)"[^)]*\)/#) { "\"\($0.1)\"" }
                for match in plain.matches(of: #/"([^"]+)"|\b([a-z][A-Za-z]+)\b/#) {
                    names.insert(String(match.1 ?? match.2 ?? ""))
                }
            }
            result[String(name), default: []].formUnion(names)
        }
        return result
    }

    private static func closure(of target: String, _ graph: [String: Set<String>]) -> Set<String> {
        var seen: Set<String> = []
        var waiting = [target]
        while let next = waiting.popLast() {
            if seen.insert(next).inserted { waiting += graph[next] ?? [] }
        }
        return seen
    }

    @Test func aDrillIsMadeOfNothingThatReachesOut() throws {
        let graph = try Self.dependencies()
        let drill = Self.closure(of: "Drills", graph)
        #expect(drill.count > 15, "the manifest was not understood: \(drill)")
        #expect(drill.subtracting(Self.inside).isEmpty)
        // The same way of looking sees it where there is something.
        #expect(Self.closure(of: "LiveServer", graph).contains("CMosquitto"))
        #expect(Self.closure(of: "tocsin", graph).contains("httpClient"))
    }

    @Test func noSourceOfADrillSpeaksToANetwork() throws {
        let reaching =
            #/\b(import (FoundationNetworking|MQTT|LiveServer|AsyncHTTPClient|NIO\w*|CMosquitto)\b|URLSession|getaddrinfo\()/#
        var files = 0
        for target in Self.inside {
            let folder = Self.root.appendingPathComponent("Sources/" + target)
            guard let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else {
                continue
            }
            for case let url as URL in walk where ["swift", "h", "cpp", "c"].contains(url.pathExtension) {
                files += 1
                let text = try String(contentsOf: url, encoding: .utf8)
                #expect(text.firstMatch(of: reaching) == nil, "\(url.lastPathComponent)")
            }
        }
        #expect(files > 200)
    }

    /// Only what records from a broker and what plays into one knows of brokers; the other commands of `drill` do not.
    @Test func twoCommandsOfDrillsKnowABroker() throws {
        let folder = Self.root.appendingPathComponent("Sources/tocsin/Commands/Drill").path
        let reaching = try FileManager.default.contentsOfDirectory(atPath: folder).filter { file in
            try String(contentsOfFile: folder + "/" + file, encoding: .utf8).contains(
                #/import (MQTT|LiveServer|AsyncHTTPClient)\b/#)
        }
        #expect(reaching.sorted() == ["DrillPublishCommand.swift", "DrillRecordCommand.swift"])
    }

    // MARK: A running one

    /// Writes down each call that could lead out of the process.
    private static let recorder = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <fcntl.h>
        #include <netdb.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <sys/socket.h>
        #include <unistd.h>
        static void note(const char *call, int family) {
            const char *path = getenv("FENCE_TRACE");
            int file = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
            if (file >= 0) { dprintf(file, "%s %d\\n", call, family); close(file); }
        }
        int socket(int domain, int type, int protocol) {
            note("socket", domain);
            int (*real)(int, int, int) = (int (*)(int, int, int))dlsym(RTLD_NEXT, "socket");
            return real(domain, type, protocol);
        }
        int socketpair(int domain, int type, int protocol, int pair[2]) {
            note("socketpair", domain);
            int (*real)(int, int, int, int *) = (int (*)(int, int, int, int *))dlsym(RTLD_NEXT, "socketpair");
            return real(domain, type, protocol, pair);
        }
        int connect(int file, const struct sockaddr *address, socklen_t length) {
            note("connect", address ? address->sa_family : -1);
            int (*real)(int, const struct sockaddr *, socklen_t) =
                (int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "connect");
            return real(file, address, length);
        }
        int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
            note("getaddrinfo", 0);
            int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **) =
                (int (*)(const char *, const char *, const struct addrinfo *, struct addrinfo **))dlsym(
                    RTLD_NEXT, "getaddrinfo");
            return real(node, service, hints, found);
        }
        """

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let recording = root.appendingPathComponent("Tests/Recordings/river-flood.tocsin.jsonl").path
    private static let script = root.appendingPathComponent("Tests/Recordings/river-flood.departments.yaml").path
    private static let city = root.appendingPathComponent("Rules").path

    private var drills: [[String]] {
        [
            ["drill", "run", Self.recording, "--city", Self.city, "--departments", Self.script],
            [
                "drill", "run", Self.recording, "--city", Self.city, "--departments", Self.script, "--json", "--lang",
                "zh",
            ],
            ["drill", "suite", Self.root.appendingPathComponent("Tests/Recordings").path, "--city", Self.city],
            ["drill", "diff", Self.recording, "--a", Self.city, "--b", Self.city],
            ["drill", "info", Self.recording],
            ["drill", "edit", Self.recording, "-o", folder.path + "/copy.jsonl"],
        ]
    }

    /// Nobody listens there.
    private var publishing: [String] {
        ["drill", "publish", Self.recording, "--broker", "mqtt://127.0.0.1:9", "--allow", "127.0.0.1:9"]
    }

    @Test func aRunningDrillOpensNoSocket() throws {
        guard Processes.isInstalled("cc") else {
            return print("skipped: no C compiler to watch a drill's sockets with")
        }
        let source = folder.path + "/recorder.c"
        let library = folder.path + "/recorder.so"
        let trace = folder.path + "/trace"
        try Self.recorder.write(toFile: source, atomically: true, encoding: .utf8)
        let built = try Processes.run("/usr/bin/env", ["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"])
        #expect(built.status == 0, "\(built.errors)")
        func calls(_ arguments: [String]) throws -> (status: Int32, trace: String) {
            try? FileManager.default.removeItem(atPath: trace)
            let run = try Processes.run(
                Processes.built("tocsin"), arguments, environment: ["LD_PRELOAD": library, "FENCE_TRACE": trace])
            return (run.status, Processes.text(ofFile: trace))
        }
        for drill in drills {
            let (status, trace) = try calls(drill)
            #expect(status == 0, "\(drill)")
            #expect(trace.isEmpty, "\(drill): \(trace)")
        }
        // The same recorder sees a command that reaches out.
        #expect(try calls(publishing).trace.contains("socket 2"))
    }

    @Test func theKernelSeesNoSocketEither() throws {
        guard Processes.isInstalled("strace"),
            try Processes.run("/usr/bin/env", ["strace", "-o", "/dev/null", "true"]).status == 0
        else { return print("skipped: strace can't be used here to watch a drill's system calls") }
        let trace = folder.path + "/strace"
        func calls(_ arguments: [String]) throws -> String {
            try? FileManager.default.removeItem(atPath: trace)
            _ = try Processes.run(
                "/usr/bin/env",
                ["strace", "-f", "-qq", "-e", "trace=%network", "-o", trace, Processes.built("tocsin")] + arguments)
            return Processes.text(ofFile: trace).split(separator: "\n").filter { $0.contains("(") }.joined(
                separator: "\n")
        }
        for drill in drills.prefix(3) { #expect(try calls(drill).isEmpty, "\(drill)") }
        #expect(try calls(publishing).contains("AF_INET"))
    }

    @Test(arguments: ["zh", "en"])
    func everythingSaysThatItIsAnExercise(language: String) throws {
        for drill in [
            ["drill", "run", Self.recording, "--city", Self.city, "--quiet"],
            ["drill", "suite", Self.root.appendingPathComponent("Tests/Recordings").path, "--city", Self.city],
            ["drill", "diff", Self.recording, "--a", Self.city, "--b", Self.city],
        ] {
            let run = try CommandRun(drill, language: language)
            #expect(run.output.contains("演练 EXERCISE"), "\(drill)")
        }
        let lines = try CommandRun(["drill", "run", Self.recording, "--city", Self.city], language: language).output
        let entries = lines.split(separator: "\n").prefix { !$0.hasPrefix("演练 EXERCISE  ") }
        #expect(!entries.isEmpty)
        #expect(entries.allSatisfy { $0.contains("演练 EXERCISE") })
        let data = folder.path + "/data"
        _ = try CommandRun(["drill", "run", Self.recording, "--city", Self.city, "--quiet"], data: data)
        let log = try CommandRun(["log", "export"], data: data).lines
        #expect(!log.isEmpty && log.allSatisfy { $0["exercise"].isTrue })
    }
}
