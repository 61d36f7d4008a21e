import Documents
import Foundation
import Synchronization
import Testing

/// An account of the emulator that may be changed: repaired by `audit`, changed and read by botocore.
struct RepairAccount: Sendable {
  /// Its twelve digits.
  let number: String
  /// The environment of a user who may only read.
  let auditor: [String: String]
  /// The environment of a user who may repair.
  let fixer: [String: String]
  /// What its drift is expected to be found as.
  let expected: [JSONValue]
  /// The working folder of `audit`, with its journals.
  let folder: Folder

  /// Seeds the compliant estate in an account of its own, broken by one of `scripts/drifts.py` and by changes of
  /// `Fixtures/drifted_resources.py`.
  init(drift: String? = nil, changes: [String] = []) async throws {
    number = Self.next.withLock { next in
      next += 1
      return String(next)
    }
    let made = try await Accounts.shared.get().ask("seed", number, ["drift": drift.map(JSONValue.string) ?? .null])
    func environment(_ user: String) -> [String: String] {
      Dictionary(uniqueKeysWithValues: (made[user].object ?? [:]).map { ($0.name, $0.value.string ?? "") })
    }
    auditor = environment("auditor")
    fixer = environment("fixer")
    expected = made["expected"].array ?? []
    folder = try Folder()
    if !changes.isEmpty { try await change(changes) }
  }

  private static let next = Mutex(400_000_000_000)

  /// Changes what these names say.
  func change(_ names: [String]) async throws {
    _ = try await Accounts.shared.get().ask("change", number, ["names": .array(names.map(JSONValue.string))])
  }

  /// All of it, as botocore reads it.
  func read() async throws -> AccountState {
    AccountState(places: try await Accounts.shared.get().ask("read", number, [:]).object ?? [:])
  }

  /// Runs `audit` as the user who may repair, or as another one; what it says is kept to be searched for secrets.
  func audit(_ arguments: String..., as user: [String: String]? = nil) async throws -> Finished {
    try await audit(arguments, as: user)
  }

  /// Runs `audit`, with more in its environment.
  func audit(
    _ arguments: [String], as user: [String: String]? = nil, with more: [String: String] = [:]
  ) async throws -> Finished {
    // Other suites on this machine may have an account of the same number.
    let environment = (user ?? fixer).merging(
      ["HOME": folder.url.path, "AUDIT_LOCK_FOLDER": folder.url.path]
    ) { $1 }.merging(more) { $1 }
    let finished = try await Harness.audit(arguments, environment: environment, folder: folder.url)
    for secret in try Secrets.all {
      #expect(!finished.output.contains(secret) && !finished.errors.contains(secret), "\(arguments) shows a secret")
    }
    return finished
  }

  /// The journals of all runs so far, by their names.
  var journals: [(name: String, text: String)] {
    get throws {
      let folder = folder.url.appendingPathComponent(".audit/journal").path
      guard FileManager.default.fileExists(atPath: folder) else { return [] }
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
        ($0, try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8))
      }
    }
  }

  /// Makes sure that no journal holds a secret, and that only its owner reads it.
  func expectDiscretion() throws {
    for (name, text) in try journals {
      for secret in try Secrets.all { #expect(!text.contains(secret), "\(name) holds a secret") }
      let file = folder.url.appendingPathComponent(".audit/journal/\(name)").path
      #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
    }
  }
}

/// What the seeded estates keep secret.
enum Secrets {
  /// Each of them, out of the script that seeds them.
  static var all: [String] {
    get throws {
      let script = Harness.root.appendingPathComponent("scripts/resources.py")
      let secrets = try String(contentsOf: script, encoding: .utf8).split(separator: "\n")
        .filter { $0.contains("_SECRET = \"") }
        .compactMap { $0.split(separator: "\"").dropFirst().first.map(String.init) }
      try #require(secrets.count == 2)
      return secrets
    }
  }
}

/// An account as botocore reads it, a value at each place.
struct AccountState: Hashable, Sendable {
  let places: JSONObject

  static func == (left: AccountState, right: AccountState) -> Bool { left.changes(to: right).isEmpty }

  func hash(into hasher: inout Hasher) { hasher.combine(places.count) }

  /// What differs in another state, a line each: `place: what was there -> what is`. Of long texts only the lines that
  /// differ are shown.
  func changes(to other: AccountState) -> [String] {
    Set(places.names + other.places.names).filter { places[$0] != other.places[$0] }.sorted().map { place in
      let (old, new) = (Self.lines(places[place]), Self.lines(other.places[place]))
      let (gone, come) = (old.filter { !new.contains($0) }, new.filter { !old.contains($0) })
      return "\(place): \(gone.joined(separator: "\n")) -> \(come.joined(separator: "\n"))"
    }
  }

  private static func lines(_ value: JSONValue?) -> [String] {
    switch value {
    case nil: ["nothing"]
    case .string(let text)?: text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    case let value?: [JSONWriter().string(value)]
    }
  }

  /// Only the places that fit.
  func filtered(_ fits: (String) -> Bool) -> AccountState {
    AccountState(places: JSONObject(places.filter { fits($0.name) }.map { ($0.name, $0.value) }))
  }

  /// Without the two other ways in which the same things are said.
  var plain: AccountState { filtered { !$0.hasSuffix(" wire") && !$0.hasSuffix(" means") } }

  /// Without a version of a Lambda function.
  func without(_ version: String?) -> AccountState {
    version.map { version in filtered { !$0.hasPrefix("lambda \(version).") } } ?? self
  }
}

/// The process that serves all accounts; see `Fixtures/accounts.py`.
final class Accounts: Sendable {
  /// One for all tests; it ends with this process, when its standard input is closed.
  static let shared = Result { try Accounts() }

  private let input = Pipe()
  private let waiting = Mutex<[Int: CheckedContinuation<JSONValue, any Error>]>([:])
  private let count = Mutex(0)

  private init() throws {
    let process = Process()
    let python = try #require(Harness.python)
    process.executableURL = python
    process.arguments = [Harness.root.appendingPathComponent("Tests/EndToEndTests/Fixtures/accounts.py").path]
    process.environment = ["PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"]
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    Thread.detachNewThread { [self] in
      var buffer: [UInt8] = []
      while case let data = output.fileHandleForReading.availableData, !data.isEmpty {
        buffer += data
        while let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
          deliver(Array(buffer[..<end]))
          buffer.removeFirst(end + 1)
        }
      }
      for (_, continuation) in waiting.withLock(\.self) { continuation.resume(throwing: Refused(reason: "it ended")) }
    }
  }

  private func deliver(_ line: [UInt8]) {
    guard let said = try? JSONReader.read(line), let id = said["id"].integer,
      let continuation = waiting.withLock({ $0.removeValue(forKey: id) })
    else { return }
    if let error = said["error"].string {
      continuation.resume(throwing: Refused(reason: error))
    } else {
      continuation.resume(returning: said["answer"])
    }
  }

  /// What it answers.
  func ask(_ what: String, _ account: String, _ more: JSONObject) async throws -> JSONValue {
    let id = count.withLock { count in
      count += 1
      return count
    }
    let asked = more.merging(["id": .integer(id), "ask": .string(what), "account": .string(account)])
    return try await withCheckedThrowingContinuation { continuation in
      waiting.withLock { $0[id] = continuation }
      do {
        let line = JSONWriter().bytes(.object(asked)) + [UInt8(ascii: "\n")]
        try input.fileHandleForWriting.write(contentsOf: Data(line))
      } catch {
        waiting.withLock { $0.removeValue(forKey: id) }?.resume(throwing: error)
      }
    }
  }

  private struct Refused: Error, CustomStringConvertible {
    let reason: String
    var description: String { "the accounts' process: \(reason)" }
  }
}
