import ArgumentParser
import Foundation
import Views

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Take down a call: it joins the open incident there and speaks for it, or opens one.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup var officer: OfficerOptions
    @Option(help: "Hazard, such as fire.")
    var hazard: String
    @Option(help: "Place, station, district or area: its id, its name, or how that begins.")
    var place: String?
    @Option(help: "Position instead of a place: LATITUDE,LONGITUDE in degrees.")
    var at: String?
    @Option(help: "Where it came in: 110, 119, 120, 122, 12345, in_person.")
    var via: String
    @Flag(help: "A life is at stake.")
    var lifeSafety = false
    @Option(
        help:
            "File with the caller as JSON, {\"name\":…,\"phone\":…}; - reads it from standard input. Never on the command line, where others could read it."
    )
    var callerFile: String?
    @Argument(help: "What was said.")
    var text: String

    func validate() throws {
        if (place == nil) == (at == nil) { throw ValidationError("Give either --place or --at.") }
        if let at, ReportCommand.position(at) == nil {
            throw ValidationError("“\(at)” is no position: write LATITUDE,LONGITUDE such as 27.7,110.0.")
        }
    }

    func run() async throws {
        let position = at.flatMap(ReportCommand.position)
        let request = ReportRequest(
            by: officer.officer, hazard: hazard, place: place, latitude: position?.latitude,
            longitude: position?.longitude, text: text, via: via, lifeSafety: lifeSafety, caller: try caller())
        try await sendOrder(request, to: "reports", options)
    }

    private func caller() throws -> ReportRequest.Caller? {
        guard let callerFile else { return nil }
        let bytes =
            callerFile == "-" ? FileHandle.standardInput.readDataToEndOfFile() : try InputFile.contents(callerFile)
        do {
            return try JSONDecoder().decode(ReportRequest.Caller.self, from: bytes)
        } catch {
            throw CommandFailure(
                ProblemView(
                    code: "bad_request", message: "The caller's file is not the JSON object that is needed here.",
                    remedy: "Write {\"name\":\"…\",\"phone\":\"…\"}."), place: callerFile)
        }
    }

    static func position(_ text: String) -> (latitude: Double, longitude: Double)? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map {
            Double($0.trimmingCharacters(in: .whitespaces))
        }
        guard parts.count == 2, let latitude = parts[0], let longitude = parts[1],
            (-90...90).contains(latitude), (-180...180).contains(longitude)
        else { return nil }
        return (latitude, longitude)
    }
}
