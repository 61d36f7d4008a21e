/// Splits a command line into words as a POSIX shell does, without giving anything but quotes and backslashes a meaning.
///
/// Follows <https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_02>.
enum WordSplitting {
  /// The words; `nil` where a quote is not closed or a backslash stands at the end.
  static func words(_ line: String) -> [String]? {
    var words: [String] = []
    var word: String?
    var characters = line.makeIterator()
    while let character = characters.next() {
      switch character {
      case " ", "\t", "\n", "\r":
        if let complete = word { words.append(complete) }
        word = nil
      case "'":
        word = word ?? ""
        while true {
          guard let inner = characters.next() else { return nil }
          if inner == "'" { break }
          word?.append(inner)
        }
      case "\"":
        word = word ?? ""
        while true {
          guard var inner = characters.next() else { return nil }
          if inner == "\"" { break }
          if inner == "\\" {
            guard let escaped = characters.next() else { return nil }
            if !"$`\"\\".contains(escaped) { word?.append(inner) }
            inner = escaped
          }
          word?.append(inner)
        }
      case "\\":
        guard let escaped = characters.next() else { return nil }
        word = (word ?? "") + String(escaped)
      default: word = (word ?? "") + String(character)
      }
    }
    if let word { words.append(word) }
    return words
  }
}
