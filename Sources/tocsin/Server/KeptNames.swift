import CityNames
import Operations
import Synchronization
import Views

/// The names of the loaded city, made anew only where the configuration has changed: a city of ten thousand stations is asked for
/// its names with every question.
final class KeptNames: Sendable {
    private let kept = Mutex<(sha256: String, names: NameBook)?>(nil)

    func names(of loaded: LoadedCity, exercise: Bool) -> NameBook {
        kept.withLock { kept in
            if let known = kept, known.sha256 == loaded.sha256 { return known.names }
            let names = NameBook(loaded, exercise: exercise)
            kept = (loaded.sha256, names)
            return names
        }
    }
}
