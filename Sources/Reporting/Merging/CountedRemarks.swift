/// Remarks of the parts of an audit: sentences that differ in a count of findings or calls alone are one, with the sum.
struct CountedRemarks {
  private var texts: [[String]: Int] = [:]
  private var all: [(words: [String], count: Int?)] = []

  /// Adds a sentence.
  mutating func add(_ remark: String) {
    let counted = Self.counted(remark)
    let words = counted?.words ?? [remark]
    guard let place = texts[words] else {
      texts[words] = all.count
      all.append((words, counted?.count))
      return
    }
    guard let sum = all[place].count, let count = counted?.count else { return }
    all[place].count = sum.addingReportingOverflow(count).overflow ? .max : sum + count
  }

  /// Each of them once, in the order in which they came.
  var sentences: [String] {
    all.map { words, count in
      guard let count, words.count == 3 else { return words[0] }
      return words[0] + "\(count) \(words[1])\(count == 1 ? "" : "s")" + words[2]
    }
  }

  /// What stands before the first number, what it counts, and what follows; `nil` where it counts neither.
  private static func counted(_ remark: String) -> (words: [String], count: Int)? {
    guard let start = remark.firstIndex(where: \.isNumber) else { return nil }
    let digits = remark[start...].prefix(while: \.isNumber)
    guard let count = Int(digits) else { return nil }
    for unit in ["finding", "call"] {
      let phrase = " \(unit)\(count == 1 ? "" : "s")"
      let rest = remark[digits.endIndex...]
      guard rest.hasPrefix(phrase), rest.dropFirst(phrase.count).first?.isLetter != true else { continue }
      return ([String(remark[..<start]), unit, String(rest.dropFirst(phrase.count))], count)
    }
    return nil
  }
}
