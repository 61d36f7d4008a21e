import Foundation
import Repairing

/// The journals of a folder.
struct Journals: Sendable {
  let folder: String

  /// Their files, oldest first: runs are named by the time at which they began.
  ///
  /// - Throws: ``Failure`` where the folder is there and cannot be read.
  var files: [String] {
    get throws {
      guard Files.exists(folder) else { return [] }
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
        throw Failure("\(folder): the folder of journals cannot be read.")
      }
      return names.filter { $0.hasSuffix(".jsonl") }.sorted().map { "\(folder)/\($0)" }
    }
  }

  /// The newest run of `fix` that may have changed anything, else the newest one; and how many newer ones were passed
  /// over, which changed nothing.
  ///
  /// - Returns: Its file, or `nil` where there is none.
  /// - Throws: ``Failure`` where a newer journal cannot be read: it may be the one that is meant.
  var newestFix: (file: String, passedOver: Int)? {
    get throws {
      var unchanging: [String] = []
      for file in try files.reversed() {
        let reading: JournalReading
        do {
          reading = try Self.read(file)
        } catch {
          throw Failure(
            "\(error)\nIt is the newest journal, so which run is the last one is not known. Name the run to take back."
          )
        }
        guard reading.run.command == "fix" else { continue }
        if reading.hasChanged { return (file, unchanging.count) }
        unchanging.append(file)
      }
      return unchanging.first.map { ($0, 0) }
    }
  }

  /// The newest run in each of some accounts, where it did not come to its end.
  ///
  /// - Throws: ``Failure`` where one cannot be read, or may be one that cannot: it may have left something half done.
  func interrupted(in accounts: Set<String>) throws -> [String: JournalReading] {
    var found: [String: JournalReading] = [:]
    var open = accounts
    for file in try files.reversed() where !open.isEmpty {
      let text = try Files.readText(file)
      // Whatever ended a run before its journal had a first line, nothing was begun.
      guard let end = text.firstIndex(of: "\n") else { continue }
      do {
        let account = try JournalReading(text: String(text[...end]), file: file).run.account
        guard open.remove(account) != nil else { continue }
        let reading = try JournalReading(text: text, file: file)
        if !reading.hasEnded { found[account] = reading }
      } catch {
        let known = open.sorted().prefix(3).joined(separator: ", ") + (open.count > 3 ? " and others" : "")
        throw Failure(
          "\(error)\nIt may be the newest journal of account \(known), so whether the last run there came to its "
            + "end is not known. Mend it, or move it away to go on without knowing.")
      }
    }
    return found
  }

  /// What a journal says.
  ///
  /// - Throws: ``Failure`` where it cannot be read.
  static func read(_ file: String) throws -> JournalReading {
    do {
      return try JournalReading(text: try Files.readText(file), file: file)
    } catch let error as JournalError {
      throw Failure(error.description)
    }
  }
}
