import Foundation
import SourceCode
import Testing

/// What Debian's njs made of spellings of dates; `scripts/dates` writes it.
private struct DateTable: Decodable {
  let engine: String
  let spellings: [Spelling]

  struct Spelling: Decodable, CustomTestStringConvertible, Sendable {
    let text: String
    let milliseconds: Int?

    var testDescription: String { text }
  }

  static let recorded = Result {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/dates.json")
    return try JSONDecoder().decode(DateTable.self, from: Data(contentsOf: file))
  }
}

@Suite("Dates as cloudfront-js reads them")
struct DateTextTests {
  /// Read by some engines of the family, or as another date than they say.
  private static let differing: Set<String> = [
    // An offset after a fraction, from njs 0.8.0 on.
    "2024-02-15T09:00:00.000+09:00", "2024-02-15T09:00:00.0+0900", "2024-02-15T09:00:00.123456-05:30",
    // No such day or time: njs counts on.
    "2023-02-29", "2024-02-30", "2024-13-01", "2024-00-10", "31 Feb 2024", "2024-02-15T24:00:01Z",
    "2024-02-15T25:00:00Z", "2024-02-15T23:59:60Z", "2024-02-15T23:60:00Z",
    // Another year than meant: 202402, and 2024 where it is to be before year 1.
    "202402", "+2024-02-15", "-2024",
    // The offset after GMT is passed over.
    "Thu, 15 Feb 2024 00:00:00 GMT+0900",
  ]

  @Test("What a run of njs parses is a date, what it does not is none")
  func table() throws {
    let spellings = try DateTable.recorded.get().spellings
    #expect(spellings.count >= 60)
    for spelling in spellings {
      let reading = DateText.reading(of: spelling.text)
      if Self.differing.contains(spelling.text) {
        #expect(reading == .differs, "\(spelling.text)")
      } else {
        #expect(reading == (spelling.milliseconds == nil ? .invalid : .date), "\(spelling.text)")
      }
    }
    #expect(Self.differing.isSubset(of: spellings.map(\.text)))
  }

  @Test("Every ISO date with an offset and no fraction is invalid; the same instant in UTC is a date")
  func offsets() {
    for offset in ["+09:00", "-05:30", "+0000", "-00:00", "+01"] {
      #expect(DateText.reading(of: "2024-02-15T09:00:00" + offset) == .invalid)
      #expect(DateText.reading(of: "2024-02-15T09:00" + offset) == .invalid)
    }
    #expect(DateText.reading(of: "2024-02-15T00:00:00Z") == .date)
  }

  @Test("The last of February", arguments: [(2000, true), (1900, false), (2023, false), (2024, true)])
  func leapYears(year: Int, isLeapYear: Bool) {
    #expect(DateText.reading(of: "\(year)-02-29") == (isLeapYear ? .date : .differs))
    #expect(DateText.reading(of: "\(year)-02-28T24:00:00Z") == .date)
  }

  static let njs = "/usr/bin/njs"

  @Test(
    "The table is what the installed njs says, where it is of the same version",
    .enabled("needs the njs of the table, which scripts/setup installs on Debian 12") {
      guard FileManager.default.isExecutableFile(atPath: njs) else { return false }
      let version = try run(["-v"])
      return try DateTable.recorded.get().engine == "njs " + version
    })
  func recordIsTrue() throws {
    let table = try DateTable.recorded.get()
    let texts = String(decoding: try JSONEncoder().encode(table.spellings.map(\.text)), as: UTF8.self)
    let code = "var t = \(texts); for (var i = 0; i < t.length; i++) { console.log(String(Date.parse(t[i]))) }"
    let answers = try Self.run(["-c", code]).split(separator: "\n").map { Int($0) }
    #expect(answers == table.spellings.map(\.milliseconds))
  }

  private static func run(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: njs)
    process.arguments = arguments
    process.environment = ["TZ": "UTC"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .newlines)
  }
}
