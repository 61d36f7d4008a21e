import Documents
import EdgeCode
import JMESPath
import SourceCode

/// What functions make of the values of a key value store.
///
/// Values may be anything that an application keeps, so none leaves this file: rules get keys.
extension FunctionTable {
  static let storeFunctions = [
    // Of a store's items and ARN, and of the code of the functions that it is associated with, the keys whose values a
    // function makes dates of and that are Invalid Date.
    ofValues("unparseable_values") { $0 == .invalid },
    // Those that only some engines read as what they say.
    ofValues("unportable_values") { $0 == .differs },
  ]

  private static func ofValues(
    _ name: String, _ isMeant: @escaping @Sendable (DateText.Reading) -> Bool
  ) -> Function {
    Function(name, [[.array, .null], [.string, .null], [.array, .null]]) { arguments in
      let items = (arguments.first?.array ?? []).compactMap(StoredDate.init)
      // What opens a store names the last part of its ARN.
      let id = arguments.dropFirst().first?.string?.split(separator: "/").last.map(String.init) ?? ""
      var answer = SourceAnswer()
      for code in arguments.dropFirst(2).first?.array ?? [] where code.string != nil {
        let source = EdgeSource([code])
        if items.isEmpty || !source.opens(id) { continue }
        source.judge(items, of: id, isMeant, &answer)
        answer.note(of: source.answers)
      }
      return .array(
        answer.values.map(\.value).distinct + (answer.undecided.isEmpty ? [] : [.undecided(answer.undecided.sentence)]))
    }
  }
}

/// An item of a store, as far as dates go.
private struct StoredDate {
  let key: String
  let reading: DateText.Reading
  /// Whether a person would take the value for a date.
  let looksLikeDate: Bool

  init?(_ item: JSONValue) {
    guard let key = item["Key"].string, let value = item["Value"].string else { return nil }
    self.key = key
    reading = DateText.reading(of: value)
    looksLikeDate = reading != .invalid || value.looksLikeDate
  }
}

extension EdgeSource {
  /// Whether the code opens a store, or may.
  fileprivate func opens(_ id: String) -> Bool {
    if !answers.stores.undecided.isEmpty { return true }
    return answers.stores.values.contains { $0 == .associated || $0 == .id(id) }
  }

  /// Judges the items that the code makes dates of. Where the key is not known, any item may be asked for: one that is
  /// written like a date is meant to be one, of the others nobody knows.
  fileprivate func judge(
    _ items: [StoredDate], of id: String, _ isMeant: (DateText.Reading) -> Bool, _ answer: inout SourceAnswer
  ) {
    for found in answers.dates.found {
      guard case .store(let store, let key) = found.value, store == .associated || store == .id(id) else { continue }
      let asked = items.filter { (key == nil || $0.key == key) && isMeant($0.reading) }
      for item in asked where key != nil || item.looksLikeDate { answer.add(.string(item.key), at: found.place) }
      if key == nil, asked.contains(where: { !$0.looksLikeDate }) {
        answer.undecided.append(
          Undecided("it makes dates of values whose keys are not known, and not all values are dates", at: found.place))
      }
    }
    if isMeant(.invalid) { answer.undecided += answers.dates.undecided }
  }
}

extension String {
  /// Whether it begins as dates do: a year, a month and a day in digits, or a month by its name beside digits.
  fileprivate var looksLikeDate: Bool {
    let bytes = Array(utf8.prefix(40))
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    let groups = bytes.split { !isDigit($0) }.map(\.count)
    if let first = bytes.first, isDigit(first), groups.count >= 3, groups[0] <= 4, groups[1] <= 2, groups[2] <= 4 {
      return true
    }
    if groups.first == 8 || groups.first == 14, groups.count <= 3 { return true }
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    let words = lowercased().prefix(40).split { !$0.isLetter }
    return groups.count >= 2 && words.contains { word in months.contains { word.hasPrefix($0) } }
  }
}
