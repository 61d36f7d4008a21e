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
    if type == .keyValueStore, path.steps == [.member("Items")] { return .array(items(reader, at: path)) }
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

  /// The items of a store: a mapping, a list of `{Key, Value}`, or `{file: NAME}` with JSON or CSV in it.
  private mutating func items(_ reader: YAMLReader, at path: DocumentPath) -> [JSONValue] {
    if let text = contents(reader) { return items(text, of: reader) }
    if reader.node.sequence != nil {
      for (index, element) in reader.elements.enumerated() where element.node.mapping != nil {
        for (name, _) in element.anyMembers ?? [] where !Self.members.contains(name.text) {
          names[path.appending(.index(index)).member(name.text)] = name.reader.mark
        }
      }
    }
    let value = values.value(reader)
    return checked(value.object.map(Self.items) ?? value.array.flatMap(Self.items), of: reader)
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
        return checked(Self.items(of: try JSONReader.read(Array(text.utf8), duplicateNames: .refused)), of: reader)
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
      if row.count == 2 { return .object(Self.item(row[isTurned ? 1 : 0], .string(row[isTurned ? 0 : 1]))) }
      reader.note("Line \(number + lines + 1) of the file is no key and value with a comma between them.")
      return nil
    }
  }

  /// Whether the file of `{file: NAME}` has the name of a document of JSON, and so is no table.
  private func isNamedJSON(_ reader: YAMLReader) -> Bool {
    guard let name = reader.anyMembers?.first.map({ values.value($0.1) })?.string else { return false }
    return name.lowercased().hasSuffix(".json")
  }

  private func checked(_ items: [JSONObject]?, of reader: YAMLReader) -> [JSONValue] {
    guard let items else {
      reader.note("Keys and values were expected here: a mapping, a list of {Key, Value}, or {file: NAME}.")
      return []
    }
    // Of an item with a member that is not known, that member is told.
    for item in items where item["Value"]?.isNull ?? (item.count == 1) {
      reader.note("The key \"\(item["Key"]?.string ?? "")\" has no value.")
    }
    return items.map { .object($0) }
  }

  /// The items of a document: a mapping, a list, what a store is imported from, `{"data": [{"key": …, "value": …}]}`, or
  /// what its items are listed as, `{"Items": [{"Key": …, "Value": …}]}`; `nil` where it is none of these, or one page of
  /// a list that goes on.
  private static func items(of document: JSONValue) -> [JSONObject]? {
    if let list = document.array { return items(list) }
    guard let members = document.object else { return nil }
    if let data = document["data"].array { return items(data) }
    if let list = document["Items"].array, let items = items(list) { return members.count == 1 ? items : nil }
    return items(members)
  }

  private static func items(_ members: JSONObject) -> [JSONObject] { members.map { item($0.name, $0.value) } }

  private static func items(_ list: [JSONValue]) -> [JSONObject]? {
    let items = list.compactMap { element -> JSONObject? in
      guard let members = element.object else { return nil }
      if let key = members["key"]?.string, let value = members["value"], members.count == 2 { return item(key, value) }
      guard let key = members["Key"]?.string else { return nil }
      // What AWS answers beside them, and nobody knows yet, is an item's own.
      let others = JSONObject(members.filter { !Self.members.contains($0.name) }.map { ($0.name, $0.value) })
      return (members["Value"].map { item(key, $0) } ?? ["Key": .string(key)]).merging(others)
    }
    return items.count == list.count ? items : nil
  }

  /// The members of an item that are known.
  private static let members: Set = ["Key", "Value"]

  private static func item(_ key: String, _ value: JSONValue) -> JSONObject {
    ["Key": .string(key), "Value": value.isNull ? .null : .string(value.string ?? JSONWriter().string(value))]
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
