import Documents
import Estate
import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The journal of a run: one line of JSON after the other in a file that only its owner reads, each on disk before what
/// it announces is done. Whatever ends the run, what was begun can be found out and taken back.
public final class Journal: Sendable {
  /// The file.
  public let path: String
  private let descriptor: Int32
  private let trouble = Mutex<FileError?>(nil)

  /// Why a line could not be written, after which none is: no later step was begun, and what the last one came to may be
  /// missing.
  public var failure: FileError? { trouble.withLock { $0 } }

  /// Begins the journal of a run in a folder, which is made where it is missing.
  ///
  /// - Throws: ``JournalError`` where the folder or the file cannot be made.
  public init(_ run: JournalRecord.Run, in folder: String) throws(JournalError) {
    path = folder.hasSuffix("/") ? "\(folder)\(run.id).jsonl" : "\(folder)/\(run.id).jsonl"
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw JournalError("\(folder): the folder of journals cannot be made: \(FileError(number: errno))")
    }
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw JournalError("\(path): it cannot be made: \(FileError(number: errno)).") }
    // The name of the file is in the folder, which has to reach the disk as well.
    let directory = open(folder, O_RDONLY | O_CLOEXEC)
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
    do { try write(.run(run)) } catch {
      // Nothing is begun; what is left would be the newest journal, and none.
      unlink(path)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// Makes sure that a journal can be begun in a folder, without making it.
  ///
  /// - Throws: ``JournalError`` where it cannot.
  public static func check(_ folder: String) throws(JournalError) {
    var path = URL(fileURLWithPath: folder).path
    while access(path, F_OK) != 0, errno == ENOENT, path != "/" { path = FilePath.folder(of: path) }
    // A trailing slash makes it an error where that is no folder.
    guard access("\(path)/", W_OK | X_OK) == 0 else {
      throw JournalError(
        "\(folder): the folder of journals cannot be made, or not written to: \(FileError(number: errno))")
    }
  }

  /// Adds a line; it is on disk when this returns.
  ///
  /// - Throws: ``JournalError`` where it could not be written; from then on, always.
  public func write(_ record: JournalRecord) throws(JournalError) {
    let bytes = JSONWriter().bytes(record.json) + [UInt8(ascii: "\n")]
    let failure = trouble.withLock { trouble in
      // A line that is half there must stay the last one.
      if trouble == nil, !bytes.withUnsafeBytes({ Self.write($0, to: descriptor) }) || fsync(descriptor) != 0 {
        trouble = FileError(number: errno)
      }
      return trouble
    }
    if let failure { throw JournalError("\(path): \(failure)") }
  }

  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

/// What the journal of a run says.
public struct JournalReading: Sendable {
  /// The run.
  public let run: JournalRecord.Run
  /// What the run did to each part, in the order in which it began.
  public let entries: [Entry]
  /// Whether the run came to its end, whatever came of its steps.
  public let hasEnded: Bool
  /// Whether the run may have changed anything: one whose plan was out of date, or whose calls were denied, has not.
  public var hasChanged: Bool { entries.contains { $0.calls > 0 } }

  /// What a run did to a part.
  public struct Entry: Sendable {
    /// The changes that were begun, each with what was there at first.
    public var step: Step
    /// What came of them; `nil` where the run ended before that was known.
    public var outcome: StepOutcome?
    /// How many calls that change something were begun, and not refused by the service.
    public var calls = 0
    /// What calls that were begun would change for a while, beside the step's changes, one after the other.
    public var aside: [Change] = []
    /// How many of those are of calls that were answered, or followed by one that was.
    var answered = 0

    /// What they may have left changed: what a call was to change back stays among it until that was answered.
    public var leftAside: [Change] {
      let all = aside.folded
      return all + aside.prefix(answered).map(\.self).folded.filter { sure in !all.contains { $0.place == sure.place } }
    }
  }

  /// Reads a journal.
  ///
  /// A last line that is not whole was cut off before what it announces was begun, and counts for nothing.
  ///
  /// - Throws: ``JournalError`` where the file is no journal, or says that something was changed and not what.
  public init(text: String, file: String) throws(JournalError) {
    var run: JournalRecord.Run?
    var entries: [Entry] = []
    var hasEnded = false
    let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
    for (number, line) in lines.enumerated() {
      let record: JournalRecord?
      do {
        record = try JournalRecord(json: JSONReader.read(Array(line.utf8), duplicateNames: .refused))
      } catch {
        if number == lines.count - 1, !text.hasSuffix("\n") { break }
        throw JournalError("\(file):\(number + 1): this line of the journal cannot be read: \(error)")
      }
      switch record {
      case .run(let found): run = found
      case .step(let step): Self.add(step, to: &entries)
      case .call(let part, _, _, let aside):
        Self.update(part, in: &entries) { entry in
          entry.calls += 1
          entry.aside += aside
        }
      case .outcome(let part, let outcome): Self.update(part, in: &entries) { $0.outcome = outcome }
      case .end: hasEnded = true
      case .error(let part, _, _, _, let isLost):
        if !isLost { Self.update(part, in: &entries) { $0.calls -= 1 } }
      case .answer(let part, _, _): Self.update(part, in: &entries) { $0.answered = $0.aside.count }
      case nil: break
      }
    }
    guard let run else { throw JournalError("\(file): this is no journal of audit fix.") }
    self.run = run
    self.entries = entries
    self.hasEnded = hasEnded
  }

  /// A part that is planned again after a conflict has a step for each time; what was there at first counts. One that is
  /// written again after that has come to its end has an entry for each.
  private static func add(_ step: Step, to entries: inout [Entry]) {
    guard let index = entries.lastIndex(where: { $0.step.part == step.part }), entries[index].outcome == nil else {
      return entries.append(Entry(step: step))
    }
    let known = Set(entries[index].step.changes.map(\.place))
    entries[index].step.changes += step.changes.filter { !known.contains($0.place) }
  }

  private static func update(_ part: Part, in entries: inout [Entry], _ change: (inout Entry) -> Void) {
    if let index = entries.lastIndex(where: { $0.step.part == part }) { change(&entries[index]) }
  }
}

/// The system's own `write`, which the journal's hides.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
