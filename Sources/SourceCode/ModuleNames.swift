/// The names that a program gives to a module and to one member of it.
struct ModuleNames: Sendable {
  private let program: Program
  private let module: String
  private let member: String
  /// The names of the module.
  private var names: Set<String> = []
  /// The names of the member itself, taken out by destructuring or by an import of its own.
  private var memberNames: Set<String> = []

  init(_ module: String, member: String, in program: Program) {
    self.program = program
    self.module = module
    self.member = member
    collectNames()
    collectMemberNames()
  }

  /// The place after a mention of the member here, where its arguments stand if it is called.
  func call(at index: Int) -> Int? {
    guard program.tokens[index].kind == .identifier, !program.isMember(index) else { return nil }
    let name = program.tokens[index].text
    if memberNames.contains(name), program[index + 1].isPunctuator("(") { return index + 1 }
    var end = index + 1
    if name == "require", isModule(program.expression(at: index), whole: false) {
      end = program.end(ofBracket: index + 1)
    } else if !names.contains(name) {
      return nil
    }
    if program[end].isPunctuator("."), program[end + 1].isWord("default") { end += 2 }
    if program[end].isPunctuator(".") || program[end].isPunctuator("?."), program[end + 1].isWord(member) {
      end += 2
    } else if program[end].isPunctuator("["), program[end + 1].text == member, program[end + 2].isPunctuator("]") {
      end += 3
    } else {
      return nil
    }
    return program[end].isPunctuator("?.") ? end + 1 : end
  }

  private mutating func collectNames() {
    for index in program.tokens.indices where program.tokens[index].isWord("import") && !program.isMember(index) {
      guard let from = importSource(after: index), program[from + 1].text == module else { continue }
      for place in index + 1..<from where program.tokens[place].kind == .identifier {
        let word = program.tokens[place].text
        // Of `default as cf`, the second word.
        if !program[place + 1].isWord("as"), word != "as" { names.insert(word) }
      }
    }
    for (name, values) in program.bindings where values.contains(where: { isModule($0, whole: true) }) {
      names.insert(name)
    }
    // What is bound to one of these names is another one.
    for (name, values) in program.bindings
    where values.contains(where: { $0.count == 1 && names.contains(program[$0.lowerBound].text) }) {
      names.insert(name)
    }
  }

  private mutating func collectMemberNames() {
    for index in program.tokens.indices where program.tokens[index].isPunctuator("{") {
      let close = program.end(ofBracket: index) - 1
      let isImport = program[close + 1].isWord("from") && program[close + 2].text == module
      guard isImport || isTakenFromModule(after: close) else { continue }
      for element in program.elements(inBracket: index) where program[element.lowerBound].isWord(member) {
        let name = program[element.upperBound - 1].text
        memberNames.insert(name)
        names.remove(name)
      }
    }
  }

  /// Whether `= module` follows the brace that closes here.
  private func isTakenFromModule(after close: Int) -> Bool {
    guard program[close + 1].isPunctuator("=") else { return false }
    let value = program.expression(at: close + 2)
    return isModule(value, whole: true) || (value.count == 1 && names.contains(program[value.lowerBound].text))
  }

  /// Where the `from` of an import stands.
  private func importSource(after index: Int) -> Int? {
    for place in index + 1..<max(index + 1, min(index + 40, program.tokens.count)) {
      if program.tokens[place].isWord("from"), program[place + 1].kind == .string { return place }
      if program.tokens[place].isPunctuator(";") || program.tokens[place].isPunctuator("(") { return nil }
    }
    return nil
  }

  /// Whether an expression is, or begins with, `require('…')` of the module.
  private func isModule(_ span: Range<Int>, whole: Bool) -> Bool {
    let span = program.unwrapped(span)
    guard let first = span.first, program[first].isWord("require"), program[first + 1].isPunctuator("("),
      program[first + 2].kind == .string, program[first + 2].text == module, program[first + 3].isPunctuator(")")
    else { return false }
    let isDefault = program[first + 4].isPunctuator(".") && program[first + 5].isWord("default")
    return !whole || span.count == 4 || (isDefault && span.count == 6)
  }
}
