import Dispatch
import Operations
import Store
import Telemetry

/// A backup on its way: copied in steps between batches, so that nothing waits for it.
struct RunningBackup {
    var copy: StoreBackup
    var reply: @Sendable (Result<BackupReport, ServerError>) -> Void
}

extension Watch {
    func beginBackup(to directory: String, reply: @escaping @Sendable (Result<BackupReport, ServerError>) -> Void) {
        if backup != nil {
            reply(.failure(.failed("A backup is being made already. Wait until it is done.")))
            return
        }
        if store.isInTransaction { commit() }
        if let memory {
            reply(.failure(.storeFull(memory.reason)))
            return
        }
        do {
            backup = RunningBackup(copy: try store.startBackup(to: directory, at: fold.at), reply: reply)
        } catch {
            reply(.failure(.failed("\(error)")))
        }
    }

    /// Copies some pages; the check of the finished copy is another thread's.
    func stepBackup() {
        guard let running = backup, !store.isInTransaction, memory == nil else { return }
        do {
            guard try running.copy.step() else { return }
            backup = nil
            DispatchQueue.global().async {
                do throws(StoreError) {
                    running.reply(.success(try running.copy.finish()))
                } catch {
                    running.reply(.failure(.failed("\(error)")))
                }
            }
        } catch {
            cancelBackup("\(error)")
        }
    }

    func cancelBackup(_ reason: String) {
        guard let running = backup else { return }
        backup = nil
        running.reply(.failure(.failed(reason)))
    }
}
