/// Running text made of words that know their look, before it is laid out in lines.
struct StyledText {
  /// Where a word may be broken that is longer than a whole line.
  enum Breaking {
    /// After `:` and `/`, so that the parts of an ARN and whole ids stay together.
    case identifier
    /// After `.` too, and before `[`.
    case path
    /// Anywhere, for data.
    case data
  }

  fileprivate struct Piece {
    var text: String
    var style: Style
    var breaking: Breaking
  }

  fileprivate struct Word {
    var pieces: [Piece] = []
    var width: Int { pieces.reduce(0) { $0 + DisplayWidth.of($1.text) } }
  }

  private var words: [Word] = []
  private var isWordOpen = false

  /// Whether nothing was added.
  var isEmpty: Bool { words.isEmpty }

  /// No text.
  init() {}

  /// Text of one style.
  init(_ text: String, _ style: Style = .plain) { add(text, style) }

  /// Adds text that may break at its spaces. Without a space at the seam it joins the word before it.
  mutating func add(_ text: String, _ style: Style = .plain, breaking: Breaking = .identifier) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if part.isEmpty, index > 0, index < parts.count - 1, !words.isEmpty {
        // One of several spaces: it stays with the word before it, so that data shows as it is.
        isWordOpen = true
        append(" ", style, breaking)
      }
      if index > 0 { isWordOpen = false }
      if !part.isEmpty { append(String(part), style, breaking) }
    }
  }

  /// Adds text that stays in one piece, spaces included, unless it is longer than a line.
  mutating func add(whole text: String, _ style: Style = .plain, breaking: Breaking = .identifier) {
    if !text.isEmpty { append(text, style, breaking) }
  }

  /// Adds another text, after a space.
  mutating func add(_ other: StyledText) {
    words += other.words
    isWordOpen = false
  }

  private mutating func append(_ text: String, _ style: Style, _ breaking: Breaking) {
    if !isWordOpen { words.append(Word()) }
    words[words.count - 1].pieces.append(Piece(text: text, style: style, breaking: breaking))
    isWordOpen = true
  }

  /// The text on one line, without any style.
  var plain: String { lines(width: .max).map { $0.rendered(isColored: false) }.joined() }

  /// The text in lines of that many columns. A word that is too long moves to a line of its own and breaks only where
  /// its kind allows; what cannot break sticks out rather than being cut.
  func lines(width: Int) -> [Line] {
    var lines: [Line] = []
    var line = Line()
    for word in words {
      let room = width - line.width - (line.isEmpty ? 0 : 1)
      if word.width <= room {
        line.space(before: word)
        line.add(word)
        continue
      }
      if word.width > width, word.pieces[0].breaking == .data, room > 0 {
        // It breaks anyway, so it may as well begin here.
        line.space(before: word)
      } else {
        if !line.isEmpty { lines.append(line.trimmed()) }
        line = Line()
      }
      for part in word.width <= width ? [word] : Self.parts(of: word) {
        if line.width + part.width > width, !line.isEmpty {
          lines.append(line.trimmed())
          line = Line()
        }
        line.add(part)
      }
    }
    return line.isEmpty ? lines : lines + [line.trimmed()]
  }

  /// The parts between which a word may break.
  private static func parts(of word: Word) -> [Word] {
    word.pieces.flatMap { piece -> [Word] in
      parts(of: piece.text, breaking: piece.breaking).map {
        Word(pieces: [Piece(text: $0, style: piece.style, breaking: piece.breaking)])
      }
    }
  }

  private static func parts(of text: String, breaking: Breaking) -> [String] {
    var parts: [String] = []
    var part = ""
    for character in text {
      if breaking == .path, character == "[", !part.isEmpty {
        parts.append(part)
        part = ""
      }
      part.append(character)
      let isEnd: Bool =
        switch character {
        case ":", "/", " ": true
        case ".": breaking == .path
        default: breaking == .data
        }
      if isEnd {
        parts.append(part)
        part = ""
      }
    }
    return part.isEmpty ? parts : parts + [part]
  }
}

/// One line of a report.
struct Line {
  private var pieces: [(text: String, style: Style)] = []
  /// The columns it takes.
  private(set) var width = 0

  /// Whether it is blank.
  var isEmpty: Bool { pieces.isEmpty }

  /// A blank line.
  init() {}

  /// A line of one piece.
  init(_ text: String, _ style: Style = .plain) { add(text, style) }

  /// Adds text to its end.
  mutating func add(_ text: String, _ style: Style = .plain) {
    guard !text.isEmpty else { return }
    width += DisplayWidth.of(text)
    if let last = pieces.last, last.style == style {
      pieces[pieces.count - 1].text += text
    } else {
      pieces.append((text, style))
    }
  }

  /// Adds another line to its end.
  mutating func add(_ other: Line) {
    for piece in other.pieces { add(piece.text, piece.style) }
  }

  /// The line without spaces at its end.
  func trimmed() -> Line {
    var line = self
    while let last = line.pieces.last, last.text.hasSuffix(" ") {
      line.pieces[line.pieces.count - 1].text.removeLast()
      line.width -= 1
      if line.pieces[line.pieces.count - 1].text.isEmpty { line.pieces.removeLast() }
    }
    return line
  }

  /// Adds the space before a word, unless the word begins the line. Between words of one look it looks like them.
  fileprivate mutating func space(before word: StyledText.Word) {
    guard let last = pieces.last else { return }
    add(" ", word.pieces.first?.style == last.style ? last.style : .plain)
  }

  fileprivate mutating func add(_ word: StyledText.Word) {
    for piece in word.pieces { add(piece.text, piece.style) }
  }

  /// The line as it is printed, without a line break.
  func rendered(isColored: Bool) -> String {
    pieces.reduce(into: "") { text, piece in
      if isColored, let parameters = piece.style.parameters {
        text += "\u{1B}[\(parameters)m\(piece.text)\u{1B}[0m"
      } else {
        text += piece.text
      }
    }
  }
}
