import ArgumentParser
import CBuild
import Documents
import Foundation
import Schema

/// `audit version`, and `audit --version --verbose`.
struct Version: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "version",
    abstract: "Say which version this is, or whether it is one that a pipeline can work with.",
    discussion: """
      EXAMPLES
        audit version --verbose
        audit version --require '>=0.1'
        audit version --require '>=0.1, <1.0'
        audit version --require '~>0.1'

      A requirement is written as in Terraform: =, !=, >, >=, <, <= and ~>, several with commas between them. `~>0.1` takes \
      all of 0.x from 0.1 on, `~>0.1.2` all of 0.1.x from 0.1.2 on.

      EXIT CODES
        0  the version meets what is required
        1  it does not, or the requirement cannot be read
      """)

  @Option(help: ArgumentHelp("What the version has to be.", valueName: "requirement"))
  var require: String?
  @Flag(name: .shortAndLong, help: "Say the commit, and how old what is known of AWS is.")
  var verbose = false

  func run() throws {
    if let require {
      guard let requirement = VersionRequirement(require) else {
        throw Failure("\"\(require)\" is no requirement such as '>=0.1' or '>=0.1, <1.0'.")
      }
      guard requirement.isMet(by: Audit.version) else {
        throw Failure("This is audit \(Audit.version), and \(require) is required.")
      }
    }
    try Files.print(verbose ? Self.details : Audit.version)
  }

  /// Answers `audit --version --verbose`, in either order: the parser's own `--version` knows no more than the number.
  static func isAnswer(to arguments: ArraySlice<String>) throws -> Bool {
    let verbose = Set(arguments).subtracting(["--version"])
    guard arguments.count == 2, arguments.contains("--version"), verbose == ["--verbose"] || verbose == ["-v"] else {
      return false
    }
    try Files.print(details)
    return true
  }

  /// The version, what it was built from, and of which day what it knows of AWS is.
  private static var details: String {
    let commit = audit_build_commit().map { String(cString: $0) }
    let date = audit_build_date().map { " of \(String(cString: $0))" } ?? ""
    let rows =
      [
        ("audit", Audit.version),
        ("commit", commit.map { $0 + date } ?? "not recorded: built by hand"),
        ("schema", SchemaOrigin.source + (SchemaOrigin.read.map { ", read \($0)" } ?? "")),
      ] + Facts.sections.map { ($0.name, "\($0.source), read \($0.read)") }
    let width = rows.map(\.0.count).max() ?? 0
    return rows.flatMap { name, text in
      Self.lines(text, width: 78 - width).enumerated().map { number, line in
        (number == 0 ? name : "").padding(toLength: width, withPad: " ", startingAt: 0) + "  " + line
      }
    }.joined(separator: "\n")
  }

  /// Text in lines of that many columns, as far as its words let it.
  private static func lines(_ text: String, width: Int) -> [String] {
    text.split(separator: " ").reduce(into: [""]) { lines, word in
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(String(word))
      }
    }
  }
}

/// What a version has to be: comparisons, all of which have to hold, as Terraform writes them.
struct VersionRequirement {
  private enum Comparison: String, CaseIterable {
    // Longer ones first, so that `>` is not taken for the beginning of `>=`.
    case atLeast = ">=", atMost = "<=", other = "!=", series = "~>", greater = ">", less = "<", same = "="
  }

  private let parts: [(comparison: Comparison, version: [Int])]

  /// Reads a requirement; `nil` where it is none. A version without a comparison is that version.
  init?(_ text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }.map { part -> (Comparison, [Int])? in
      let comparison = Comparison.allCases.first { part.hasPrefix($0.rawValue) }
      let number = part.dropFirst(comparison?.rawValue.count ?? 0).trimmingCharacters(in: .whitespaces)
      return Self.numbers(number).map { (comparison ?? .same, $0) }
    }
    let read = parts.compactMap(\.self)
    guard read.count == parts.count else { return nil }
    self.parts = read
  }

  /// Whether a version is such a one; what is none is not.
  func isMet(by version: String) -> Bool {
    guard let version = Self.numbers(version) else { return false }
    return parts.allSatisfy { Self.holds(version, $0.comparison, $0.version) }
  }

  private static func holds(_ version: [Int], _ comparison: Comparison, _ other: [Int]) -> Bool {
    let isLess = padded(version).lexicographicallyPrecedes(padded(other))
    let isSame = padded(version) == padded(other)
    switch comparison {
    case .atLeast: return !isLess
    case .atMost: return isLess || isSame
    case .other: return !isSame
    case .greater: return !isLess && !isSame
    case .less: return isLess
    case .same: return isSame
    case .series: return !isLess && padded(version).starts(with: other.count > 1 ? other.dropLast() : other)
    }
  }

  private static func padded(_ version: [Int]) -> [Int] {
    version + Array(repeating: 0, count: max(0, 3 - version.count))
  }

  /// The one to three numbers of a version.
  private static func numbers(_ text: String) -> [Int]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      part.utf8.count <= 9 && part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
    }
    return numbers.count == parts.count && (1...3).contains(numbers.count) ? numbers : nil
  }
}
