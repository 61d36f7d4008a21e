import ECMAScript

/// A file of a package that is being evaluated.
final class Module {
  enum Format {
    case commonJS, module, json, cloudFrontFunction
  }

  enum State {
    case unread, reading, read
  }

  /// What an export of an ECMAScript module stands for.
  enum Export {
    case binding(Int32)
    case value(Value)
    /// A name that another module exports; `*` for all of it.
    case reexport(module: String, name: String)
  }

  let index: Int32
  let path: String
  let format: Format
  let program: Program
  /// What the file holds, where texts that it evaluates were read in their places.
  let original: Original?
  var state = State.unread
  /// The variables of its outermost scope.
  var frame: Int32 = -1
  /// `module` of a CommonJS module.
  var moduleObject: ObjectID = -1
  /// What `exports` is bound to in it, and `require`.
  var exportsObject: ObjectID?
  var requireObject: ObjectID = -1
  var exports: [String: Export] = [:]
  /// Modules of which everything is exported.
  var exportsAll: [String] = []
  /// What importers see.
  var namespace: ObjectID = -1
  private var texts: [String?]

  /// A file, and the texts that it evaluates.
  struct Original {
    let program: Program
    let texts: [EvaluatedText]

    /// Where in the file something stands that has that place where the texts are read in theirs; of what is in a text,
    /// where that is evaluated.
    func offset(_ offset: Int) -> Int {
      var shift = 0
      for one in texts {
        let start = one.range.lowerBound + shift
        let end = start + one.text.utf8.count + 2
        if offset < start { break }
        if offset < end { return one.range.lowerBound }
        shift += one.text.utf8.count + 2 - one.range.count
      }
      return offset - shift
    }
  }

  init(index: Int32, path: String, format: Format, program: Program, original: Original? = nil) {
    self.original = original
    self.index = index
    self.path = path
    self.format = format
    self.program = program
    texts = Array(repeating: nil, count: program.nameCount)
  }

  /// The text of a name.
  func text(_ name: Int32) -> String {
    if let text = texts[Int(name)] { return text }
    let text = program.text(name)
    texts[Int(name)] = text
    return text
  }

  func place(_ offset: Int32) -> CodeLocation {
    let place =
      original.map { $0.program.place(of: Int32($0.offset(Int(offset)))) } ?? program.place(of: offset)
    return CodeLocation(file: path, line: place.line, column: place.column)
  }
}
