import Foundation
import Roster
import Store
import Views

/// People of the roster beside those who called, in the same folder and in the same way: a file each, for the owner's eyes only, so
/// that there is one place where people can be erased.
extension PeopleFolder {
    private static let rosterPrefix = "person-"
    private static let callerPrefix = "caller-"
    private static let ending = ".json"
    private static let sizeLimit = 64 << 10

    /// Everyone on file, by id: people of the roster, and callers as `caller-…`. In full.
    func everyone() -> [PersonView] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(PeopleFolder.ending) && !$0.hasPrefix(".") }.sorted().compactMap { name in
            person(PeopleFolder.id(ofFile: name))
        }
    }

    /// Somebody in full; nil where nobody of that id is on file.
    func person(_ id: String) -> PersonView? {
        guard let file = file(of: id), let bytes = try? FileSystem.read(file, limit: PeopleFolder.sizeLimit) else {
            return nil
        }
        if id.hasPrefix(PeopleFolder.callerPrefix) {
            guard let caller = try? JSONDecoder().decode(ReportRequest.Caller.self, from: Data(bytes)) else {
                return nil
            }
            return PersonView(id: id, name: caller.name, numbers: caller.phone.map { [$0] } ?? [], masked: false)
        }
        guard let entry = try? JSONDecoder().decode(PeopleRequest.Entry.self, from: Data(bytes)) else { return nil }
        return PersonView(id: id, name: entry.name, numbers: entry.numbers, masked: false)
    }

    /// Keeps people, each in one step; whoever has an id already is replaced.
    ///
    /// - Throws: `StoreError` where the folder can't be written.
    func keep(_ people: [PeopleRequest.Entry]) throws(StoreError) {
        try FileSystem.createFolder(path)
        for entry in people {
            guard let file = file(of: entry.id), let json = try? ViewJSON.data(entry) else { continue }
            try FileSystem.replace(file, with: Array(json))
        }
    }

    /// Takes somebody out: the file's bytes are written over, then it goes.
    ///
    /// - Returns: false where there was nobody of that id.
    /// - Throws: `StoreError` where it can't be taken out.
    func erase(_ id: String) throws(StoreError) -> Bool {
        guard let file = file(of: id), FileSystem.exists(file) else { return false }
        try FileSystem.erase(file)
        return true
    }

    /// Nil for what can't be a person's id: nothing else of the machine is ever opened.
    private func file(of id: String) -> String? {
        guard RosterPerson.isID(id) else { return nil }
        let name =
            id.hasPrefix(PeopleFolder.callerPrefix)
            ? String(id.dropFirst(PeopleFolder.callerPrefix.count)) : PeopleFolder.rosterPrefix + id
        return name.isEmpty ? nil : "\(path)/\(name)\(PeopleFolder.ending)"
    }

    private static func id(ofFile name: String) -> String {
        let stem = String(name.dropLast(ending.count))
        return stem.hasPrefix(rosterPrefix) ? String(stem.dropFirst(rosterPrefix.count)) : callerPrefix + stem
    }
}
