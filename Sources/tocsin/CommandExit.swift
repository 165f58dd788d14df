import Views

/// Exit codes of the command, after sysexits(3). Stable: scripts and systemd units rely on them.
enum CommandExit: Int32, CaseIterable {
    case success = 0
    /// The answer is no: the log does not verify, `doctor` found a failure, an order was refused.
    case negative = 1
    case usage = 64
    case data = 65
    case noInput = 66
    case unavailable = 69
    case software = 70
    case cannotCreate = 73
    case inputOutput = 74
    case temporary = 75
    case noPermission = 77
    case configuration = 78

    var meaning: String {
        switch self {
        case .success: "done"
        case .negative: "the answer is no: a check found a failure, or the state of things refuses the order"
        case .usage: "the command line is wrong"
        case .data: "a file's content is wrong: a recording, a head file, a damaged backup"
        case .noInput: "there is no such incident, station, place, file or folder"
        case .unavailable: "no server runs on the data folder, or the broker can't be reached"
        case .software: "a fault of Tocsin itself; please report it"
        case .cannotCreate: "a file or folder can't be created"
        case .inputOutput: "reading or writing failed, or the disk is full"
        case .temporary: "busy: the folder is locked, the server is starting or stopping; try again"
        case .noPermission: "not allowed to read the folder or to use the socket"
        case .configuration: "the city's files are wrong; every problem was printed"
        }
    }

    /// The code that fits a problem.
    init(problem: ProblemView) {
        switch problem.code {
        case "bad_request", "too_large", "person_missing", "reason_missing", "ambiguous_place": self = .usage
        case "bad_recording", "bad_head", "corrupt", "newer": self = .data
        case "not_found", "unknown_incident", "unknown_order", "unknown_department", "unknown_station", "unknown_alarm",
            "unknown_rule", "unknown_suppression", "unknown_hazard", "unknown_place", "outside_the_city",
            "unknown_party", "unknown_person", "no_file", "no_data", "incomplete", "past_retention":
            self = .noInput
        case "no_server", "broker": self = .unavailable
        case "internal", "misuse": self = .software
        case "cannot_create", "not_empty": self = .cannotCreate
        case "io", "store", "store_full", "full": self = .inputOutput
        case "locked", "stopping", "starting", "queue_full", "interrupted": self = .temporary
        case "forbidden": self = .noPermission
        case "configuration", "configuration_refused", "socket_path_too_long": self = .configuration
        default: self = .negative
        }
    }
}
