import Foundation
import TestSupport
import Testing
import Views

@testable import tocsin

/// Who called lies outside the log, for the owner's eyes only, and is erased by removing a file.
@Suite struct PeopleFolderTests {
    private static let caller = ReportRequest.Caller(name: "王某", phone: "+86 138-0000-0001")

    @Test func twoCallsOfOneNumberHaveOneDigestAndOneFile() throws {
        let folder = try TemporaryFolder()
        let people = PeopleFolder(dataFolder: folder.path)
        let digest = try #require(people.digest(of: Self.caller))
        #expect(digest.count == 24 && !digest.contains("138"))
        #expect(people.digest(of: ReportRequest.Caller(phone: "0086 13800000001")) == digest)
        #expect(people.digest(of: ReportRequest.Caller(phone: "13800000001")) == digest)
        #expect(people.digest(of: ReportRequest.Caller(phone: "13800000002")) != digest)
        #expect(people.keep(Self.caller, as: digest) && people.keep(Self.caller, as: digest))
        let files = try FileManager.default.contentsOfDirectory(atPath: people.path).sorted()
        #expect(files == ["\(digest).json", "salt"].sorted())
    }

    @Test func anotherFolderGivesAnotherDigest() throws {
        let (one, other) = (try TemporaryFolder(), try TemporaryFolder())
        let digests = [one, other].map { PeopleFolder(dataFolder: $0.path).digest(of: Self.caller) }
        #expect(digests[0] != nil && digests[0] != digests[1])
    }

    @Test func onlyTheOwnerMayRead() throws {
        let folder = try TemporaryFolder()
        let people = PeopleFolder(dataFolder: folder.path)
        #expect(people.keep(Self.caller, as: people.digest(of: Self.caller)))
        func rights(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try rights(people.path) == 0o700)
        let digest = try #require(people.digest(of: Self.caller))
        #expect(try rights("\(people.path)/\(digest).json") == 0o600)
    }

    @Test(arguments: [nil, "", "call me", "1", "123456789012345678901234"])
    func whatIsNoNumberHasNoDigest(phone: String?) throws {
        let folder = try TemporaryFolder()
        let people = PeopleFolder(dataFolder: folder.path)
        let caller = ReportRequest.Caller(name: "王某", phone: phone)
        #expect(people.digest(of: caller) == nil)
        #expect(people.keep(caller, as: nil) && people.keep(caller, as: nil))
        let files = try FileManager.default.contentsOfDirectory(atPath: people.path)
        #expect(files.filter { $0.hasPrefix("unnumbered-") }.count == 2, "nobody is taken for somebody else")
    }

    @Test func aFolderThatCannotBeWrittenIsSaid() throws {
        let folder = try TemporaryFolder()
        try Data("a file".utf8).write(to: URL(filePath: folder.path + "/people"))
        let people = PeopleFolder(dataFolder: folder.path)
        #expect(people.digest(of: Self.caller) == nil)
        #expect(!people.keep(Self.caller, as: nil))
    }
}
