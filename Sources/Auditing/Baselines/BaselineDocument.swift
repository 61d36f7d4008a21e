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
    if let pairs = value.object { return pairs.map { Self.item($0.name, $0.value) } }
    if let list = value.array, list.allSatisfy({ $0["Key"].string != nil }) { return list }
    reader.note("Keys and values were expected here: a mapping, a list of {Key, Value}, or {file: NAME}.")
    return []
  }

  private func items(_ text: String, of reader: YAMLReader) -> [JSONValue] {
    // Windows begins texts with a mark that is none of them.
    let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    if text.allSatisfy(\.isWhitespace) {
      reader.note("The file is empty. A store without items is `Items: []`.")
      return []
    }
    // What a store can be imported from is `{"data": [{"key": …, "value": …}]}`.
    if text.first(where: { !$0.isWhitespace }) == "{" {
      do {
        let document = try JSONReader.read(Array(text.utf8), duplicateNames: .refused)
        if let data = document["data"].array { return data.map { Self.item($0["key"].string ?? "", $0["value"]) } }
        return document.object?.map { Self.item($0.name, $0.value) } ?? []
      } catch {
        reader.note("The file is no JSON: \(error).")
        return []
      }
    }
    guard let rows = CSV.rows(text) else {
      reader.note("The file has more than \(CSV.maximumRows) rows: no key value store holds as many.")
      return []
    }
    return rows.enumerated().compactMap { number, row in
      if number == 0, row.map({ $0.lowercased() }) == ["key", "value"] { return nil }
      if row.count == 2 { return Self.item(row[0], .string(row[1])) }
      reader.note("Line \(number + 1) of the file is no key and value with a comma between them.")
      return nil
    }
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
