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

  /// The newest run of `fix`.
  ///
  /// - Returns: Its file, or `nil` where there is none.
  /// - Throws: ``Failure`` where a newer journal cannot be read: it may be the one that is meant.
  var newestFix: String? {
    get throws {
      for file in try files.reversed() {
        let reading: JournalReading
        do {
          reading = try Self.read(file)
        } catch {
          throw Failure(
            "\(error)\nIt is the newest journal, so it cannot be told which run is the last one. Name the run to take back."
          )
        }
        if reading.run.command == "fix" { return file }
      }
      return nil
    }
  }

  /// The newest run in an account, where it did not come to its end.
  ///
  /// - Throws: ``Failure`` where it cannot be read, or may be one that cannot: it may have left something half done.
  func interrupted(in account: String) throws -> JournalReading? {
    for file in try files.reversed() {
      // Whatever ended a run before its journal had a first line, nothing was begun.
      guard try Files.read(file).contains(UInt8(ascii: "\n")) else { continue }
      do {
        let reading = try Self.read(file)
        if reading.run.account == account { return reading.hasEnded ? nil : reading }
      } catch {
        throw Failure(
          "\(error)\nIt may be the newest journal of account \(account), so it cannot be told whether its last run came to "
            + "its end. Mend it, or move it away to go on without knowing.")
      }
    }
    return nil
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
