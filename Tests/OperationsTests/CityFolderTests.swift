import Configuration
import Foundation
import Operations
import TestSupport
import Testing

@Suite struct CityFolderTests {
    private func problems(_ bundle: ConfigurationBundle) -> [ConfigurationProblem] {
        do {
            _ = try LoadedCity(bundle: bundle)
            return []
        } catch {
            return error.problems
        }
    }

    private func replace(_ path: String, _ old: String, _ new: String, in bundle: ConfigurationBundle)
        -> ConfigurationBundle
    {
        ConfigurationBundle(
            files: bundle.files.map { file in
                file.path == path ? ConfigurationFile(path: path, text: file.text.replacing(old, with: new)) : file
            })
    }

    @Test func theProblemsOfAllFilesAreToldAtOnce() {
        var bundle = replace("river/stage.yaml", "value >= station.warning", "value >=", in: SmallCity.bundle())
        bundle = replace("linkage/matrix.yaml", "ladder: urgent", "ladder: none", in: bundle)
        bundle = replace("stations/all.yaml", "place: square", "place: nowhere", in: bundle)
        let problems = problems(bundle)
        #expect(
            Set(problems.map(\.path)) == ["river/stage.yaml", "linkage/matrix.yaml", "stations/all.yaml"], "\(problems)"
        )
        #expect(problems.allSatisfy { $0.line > 0 && !$0.remedy.isEmpty })
    }

    @Test func aFolderThatIsALinkIsRead() throws {
        let folder = try TemporaryFolder()
        try TestCity.write(SmallCity.bundle(), to: folder.path + "/release")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/current", withDestinationPath: folder.path + "/release")
        #expect(try CityFolder.read(folder.path + "/current") == (try CityFolder.read(folder.path + "/release")))
    }

    /// A city that can't be read makes no further mistakes of what refers to it.
    @Test func oneMistakeIsNotToldAsMany() {
        let bundle = replace("city.yaml", "utc_offset: \"+08:00\"", "utc_offset: noon", in: SmallCity.bundle())
        #expect(problems(bundle).map(\.path) == ["city.yaml"])
    }

    @Test func theSameFilesAreTheSameConfiguration() throws {
        let bundle = SmallCity.bundle()
        let shuffled = ConfigurationBundle(files: bundle.files.reversed())
        #expect(try LoadedCity(bundle: bundle).sha256 == LoadedCity(bundle: shuffled).sha256)
        #expect(ConfigurationBundle(canonicalBytes: bundle.canonicalBytes) == bundle)
        #expect(try LoadedCity(bundle: SmallCity.bundle(warning: 2.9)).sha256 != LoadedCity(bundle: bundle).sha256)
    }

    @Test func theFolderIsReadAsItIs() throws {
        let folder = try TemporaryFolder()
        try TestCity.write(SmallCity.bundle(), to: folder.path)
        try "groups: []".write(toFile: folder.path + "/river/stage_test.yaml", atomically: true, encoding: .utf8)
        try FileManager.default.createDirectory(atPath: folder.path + "/broker", withIntermediateDirectories: true)
        try "x: [".write(toFile: folder.path + "/broker/acl.yaml", atomically: true, encoding: .utf8)
        // What an editor leaves lying about.
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/.#city.yaml", withDestinationPath: "nobody@nowhere")
        #expect(try CityFolder.read(folder.path) == SmallCity.bundle())
        #expect(try CityLoader.load(folder: folder.path + "/").sha256 == SmallCity.loaded().sha256)
    }

    @Test func filesThatCannotBeReadAreAllTold() throws {
        let folder = try TemporaryFolder()
        try TestCity.write(SmallCity.bundle(), to: folder.path)
        try Data([0xFF, 0xFE, 0x00]).write(to: URL(fileURLWithPath: folder.path + "/river/a.yaml"))
        try Data([0x80]).write(to: URL(fileURLWithPath: folder.path + "/river/b.yaml"))
        let error = #expect(throws: ConfigurationProblems.self) { try CityFolder.read(folder.path) }
        #expect(error?.problems.map(\.path).sorted() == ["river/a.yaml", "river/b.yaml"])
    }

    @Test func aMissingFolderSaysSo() {
        let error = #expect(throws: StartError.self) { try CityFolder.read("/no/such/city") }
        #expect(error?.code == .configuration)
    }
}
