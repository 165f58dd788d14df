import Configuration
import Telemetry

extension Linkage {
    /// Reads `linkage/*.yaml`: departments, ladders, the officer on duty and the matrix by hazard, in any number of files.
    ///
    /// - Parameters:
    ///   - files: the files below `linkage/`.
    ///   - officers: ids of the city's officers; nil leaves whom a ladder tells unchecked.
    ///   - places: what a row may ask for; nil leaves it unchecked. districts: likewise.
    /// - Throws: every problem of all files at once.
    package static func load(
        files: [ConfigurationFile], officers: [String]? = nil, places: [String]? = nil, districts: [String]? = nil
    ) throws(ConfigurationProblems) -> Linkage {
        var loader = LinkageLoader(officers: officers, places: places, districts: districts)
        let linkage = loader.load(files)
        try loader.collector.throwIfAny()
        guard let linkage else {
            throw ConfigurationProblems([
                ConfigurationProblem(
                    path: "linkage/", line: 1, column: 1, message: "No file of linkage/ says who is on duty.",
                    remedy: "Add “duty: {officer: …, acknowledge_within: …, ladder: …}” to one of them.", sourceLine: ""
                )
            ])
        }
        return linkage
    }
}
