import Documents
import Estate
import Schema

/// Reads what is expected of one resource, and remembers where each part is written.
struct BaselineDocument {
  let values: BaselineValues
  let type: ResourceType
  private(set) var marks: [DocumentPath: SourceMark] = [:]
  /// Where the names of members are written.
  private(set) var names: [DocumentPath: SourceMark] = [:]

  init(values: BaselineValues, type: ResourceType) {
    self.values = values
    self.type = type
  }

  /// The value of a place and all below it.
  mutating func read(_ reader: YAMLReader, at path: DocumentPath = DocumentPath()) -> JSONValue {
    marks[path] = reader.mark
    let name = path.memberNames.last
    if type == .cloudFrontFunction, name == "FunctionCode", let file = contents(reader) { return .string(file) }
    if type == .keyValueStore, path.steps == [.member("Items")] { return .array(items(reader)) }
    if reader.node.mapping != nil {
      let members = (reader.anyMembers ?? []).map { name, value in
        let inner = path.appending(.member(name.text))
        names[inner] = name.reader.mark
        return (name.text, read(value, at: inner))
      }
      return .object(JSONObject(members))
    }
    if reader.node.sequence != nil {
      return .array(reader.elements.enumerated().map { read($1, at: path.appending(.index($0))) })
    }
    return values.value(reader)
  }

  /// The text of the file of `{file: NAME}`.
  private func contents(_ reader: YAMLReader) -> String? {
    guard let members = reader.node.mapping == nil ? nil : reader.anyMembers, members.count == 1,
      members[0].0.text == "file"
    else { return nil }
    return values.file(members[0].1)
  }

  // MARK: Key value stores

  /// The pairs of a store: a mapping, a list of `{Key, Value}`, or `{file: NAME}` with JSON or CSV in it.
  private func items(_ reader: YAMLReader) -> [JSONValue] {
    if let text = contents(reader) { return items(text, of: reader) }
    let value = values.value(reader)
    return items(value.object.map(Self.pairs) ?? value.array.flatMap(Self.pairs), of: reader)
  }

  private func items(_ text: String, of reader: YAMLReader) -> [JSONValue] {
    // Windows begins texts with a mark that is none of them.
    let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    guard let first = text.first(where: { !$0.isWhitespace }) else {
      reader.note("The file is empty. A store without items is `Items: []`.")
      return []
    }
    if first == "{" || first == "[" || isNamedJSON(reader) {
      do {
        return items(Self.pairs(of: try JSONReader.read(Array(text.utf8), duplicateNames: .refused)), of: reader)
      } catch {
        reader.note("The file is no JSON: \(error).")
        return []
      }
    }
    guard var rows = CSV.rows(text) else {
      reader.note("The file has more than \(CSV.maximumRows) rows: no key value store holds as many.")
      return []
    }
    let header = rows.first?.map { $0.lowercased() }
    let isTurned = header == ["value", "key"]
    let lines = isTurned || header == ["key", "value"] ? 1 : 0
    rows.removeFirst(lines)
    return rows.enumerated().compactMap { number, row in
      if row.count == 2 { return Self.item(row[isTurned ? 1 : 0], .string(row[isTurned ? 0 : 1])) }
      reader.note("Line \(number + lines + 1) of the file is no key and value with a comma between them.")
      return nil
    }
  }

  /// Whether the file of `{file: NAME}` has the name of a document of JSON, and so is no table.
  private func isNamedJSON(_ reader: YAMLReader) -> Bool {
    guard let name = reader.anyMembers?.first.map({ values.value($0.1) })?.string else { return false }
    return name.lowercased().hasSuffix(".json")
  }

  private func items(_ pairs: [Pair]?, of reader: YAMLReader) -> [JSONValue] {
    guard let pairs else {
      reader.note("Keys and values were expected here: a mapping, a list of {Key, Value}, or {file: NAME}.")
      return []
    }
    for pair in pairs where pair.value.isNull { reader.note("The key \"\(pair.key)\" has no value.") }
    return pairs.map { Self.item($0.key, $0.value) }
  }

  private typealias Pair = (key: String, value: JSONValue)

  /// The pairs of a document: a mapping, a list, what a store is imported from, `{"data": [{"key": …, "value": …}]}`, or
  /// what its items are listed as, `{"Items": [{"Key": …, "Value": …}]}`; `nil` where it is none of these, or one page of
  /// a list that goes on.
  private static func pairs(of document: JSONValue) -> [Pair]? {
    if let list = document.array { return pairs(list) }
    guard let members = document.object else { return nil }
    if let data = document["data"].array { return pairs(data) }
    if let list = document["Items"].array, let pairs = pairs(list) { return members.count == 1 ? pairs : nil }
    return pairs(members)
  }

  private static func pairs(_ members: JSONObject) -> [Pair] { members.map { ($0.name, $0.value) } }

  private static func pairs(_ list: [JSONValue]) -> [Pair]? {
    let pairs = list.compactMap { element -> Pair? in
      guard let members = element.object, members.count == 2 else { return nil }
      for (key, value) in [("Key", "Value"), ("key", "value")] {
        if let name = members[key]?.string, let value = members[value] { return (name, value) }
      }
      return nil
    }
    return pairs.count == list.count ? pairs : nil
  }

  private static func item(_ key: String, _ value: JSONValue) -> JSONValue {
    ["Key": .string(key), "Value": .string(value.string ?? JSONWriter().string(value))]
  }
}

/// Comma-separated values, after RFC 4180.
enum CSV {
  /// So many rows are read: of the shortest, a key value store holds as many, as it has 5 MB.
  static let maximumRows = 1_000_000

  /// The rows of a text, without empty ones; `nil` where there are more than a limit.
  static func rows(_ text: String, limit: Int = maximumRows) -> [[String]]? {
    var rows: [[String]] = []
    var row: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var bytes = Array(text.utf8)[...]
    func endField() {
      row.append(String(decoding: field, as: UTF8.self))
      field.removeAll(keepingCapacity: true)
    }
    func endRow() {
      endField()
      if row != [""] { rows.append(row) }
      row = []
    }
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "\"") where isQuoted && bytes.first == UInt8(ascii: "\""):
        bytes.removeFirst()
        field.append(byte)
      case UInt8(ascii: "\"") where isQuoted || field.isEmpty: isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted: endField()
      case UInt8(ascii: "\r") where bytes.first == UInt8(ascii: "\n"): break
      case UInt8(ascii: "\n") where !isQuoted: endRow()
      default: field.append(byte)
      }
      if rows.count > limit { return nil }
    }
    endRow()
    return rows.count > limit ? nil : rows
  }
}
