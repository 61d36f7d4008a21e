/// One pass over the bytes of a JSON document. Every byte is looked at behind a check against ``end``.
struct JSONParser: ~Copyable {
  let start: UnsafePointer<UInt8>
  let end: UnsafePointer<UInt8>
  let duplicateNames: JSONReader.DuplicateNames
  var cursor: UnsafePointer<UInt8>
  /// Room for strings whose escapes are being undone.
  var scratch: [UInt8] = []
  private var depth = 0
  private var objectCount = 0
  private var names = JSONNameTable()
  private var values = JSONStack<JSONValue>(capacity: 256)
  private var shapes = JSONShapeTable()
  private var numbers = JSONStack<Int32>(capacity: 256)
  /// Where the names stand, as far as that may have to be said.
  private var places = JSONStack<UnsafePointer<UInt8>>(capacity: 16)

  init(start: UnsafePointer<UInt8>, count: Int, duplicateNames: JSONReader.DuplicateNames) {
    self.start = start
    self.end = start + count
    self.duplicateNames = duplicateNames
    cursor = start
  }

  func expected(_ what: StaticString, at place: UnsafePointer<UInt8>? = nil) -> JSONFailure {
    JSONFailure(offset: (place ?? cursor) - start, reason: .expected(what))
  }

  func wrong(_ what: StaticString, at place: UnsafePointer<UInt8>? = nil) -> JSONFailure {
    JSONFailure(offset: (place ?? cursor) - start, reason: .wrong(what))
  }

  mutating func document() throws(JSONFailure) -> JSONValue {
    try skipByteOrderMark()
    skipSpace()
    let value = try value()
    skipSpace()
    guard cursor == end else { throw expected("the end of the text after the value") }
    return value
  }

  private mutating func skipByteOrderMark() throws(JSONFailure) {
    guard end - start >= 2 else { return }
    if (start[0] == 0xFE && start[1] == 0xFF) || (start[0] == 0xFF && start[1] == 0xFE) {
      throw wrong("the text is UTF-16; JSON has to be UTF-8")
    }
    if end - start >= 3, start[0] == 0xEF, start[1] == 0xBB, start[2] == 0xBF { cursor += 3 }
  }

  @inline(__always)
  private mutating func skipSpace() {
    var place = cursor
    while place < end {
      switch place.pointee {
      case 0x20, 0x0A, 0x0D, 0x09: place += 1
      default:
        cursor = place
        return
      }
    }
    cursor = place
  }

  private mutating func value() throws(JSONFailure) -> JSONValue {
    guard cursor < end else { throw expected("a JSON value") }
    switch cursor.pointee {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    case UInt8(ascii: "t"):
      try word("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try word("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try word("null")
      return .null
    default: throw expected("a JSON value")
    }
  }

  private mutating func word(_ word: StaticString) throws(JSONFailure) {
    let place = cursor
    for offset in 0..<word.utf8CodeUnitCount {
      guard cursor < end, cursor.pointee == word.utf8Start[offset] else { throw expected("a JSON value", at: place) }
      cursor += 1
    }
  }

  private mutating func descend() throws(JSONFailure) {
    depth += 1
    if depth > JSONReader.maximumDepth { throw wrong("arrays and objects nest deeper than 512 levels") }
    cursor += 1
    skipSpace()
  }

  private mutating func array() throws(JSONFailure) -> JSONValue {
    try descend()
    let base = values.count
    if cursor < end, cursor.pointee == UInt8(ascii: "]") {
      cursor += 1
      depth -= 1
      return .array([])
    }
    while true {
      values.push(try value())
      skipSpace()
      guard cursor < end else { throw expected("',' or ']'") }
      if cursor.pointee == UInt8(ascii: ",") {
        cursor += 1
        skipSpace()
      } else if cursor.pointee == UInt8(ascii: "]") {
        cursor += 1
        depth -= 1
        return .array(values.popArray(from: base))
      } else {
        throw expected("',' or ']'")
      }
    }
  }

  private mutating func object() throws(JSONFailure) -> JSONValue {
    try descend()
    let base = (value: values.count, name: numbers.count)
    var hash = shapes.empty
    if cursor < end, cursor.pointee == UInt8(ascii: "}") {
      cursor += 1
      depth -= 1
      return .object(JSONObject())
    }
    while true {
      guard cursor < end, cursor.pointee == UInt8(ascii: "\"") else { throw expected("a member name in quotes") }
      let place = cursor
      let number = try name()
      skipSpace()
      guard cursor < end, cursor.pointee == UInt8(ascii: ":") else { throw expected("':' after the member name") }
      cursor += 1
      skipSpace()
      values.push(try value())
      numbers.push(number)
      hash = shapes.adding(number, to: hash)
      if duplicateNames == .refused { places.push(place) }
      skipSpace()
      guard cursor < end else { throw expected("',' or '}'") }
      if cursor.pointee == UInt8(ascii: ",") {
        cursor += 1
        skipSpace()
      } else if cursor.pointee == UInt8(ascii: "}") {
        cursor += 1
        depth -= 1
        let shape = try shape(from: base.name, hash: hash)
        if duplicateNames == .refused { places.drop(from: base.name) }
        let values = values.popArray(from: base.value)
        guard let shape else { return .object(joined(from: base.name, values)) }
        numbers.drop(from: base.name)
        return .object(JSONObject(names: shape, values: values))
      } else {
        throw expected("',' or '}'")
      }
    }
  }

  /// The names from `base` up; `nil` where one of them stands twice. They are noted only now, when no inner object can
  /// note them any more.
  private mutating func shape(from base: Int, hash: UInt64) throws(JSONFailure) -> JSONNames? {
    if let known = shapes.names(numbers.elements(from: base), hash: hash) { return known }
    objectCount += 1
    for index in base..<numbers.count where !names.note(numbers[index], inObject: objectCount) {
      if duplicateNames == .refused { throw wrong("the object has a second member of this name", at: places[index]) }
      return nil
    }
    let list = JSONNames(numbers.elements(from: base).map { names.name($0) })
    shapes.insert(list, numbers.elements(from: base), hash: hash)
    return list
  }

  /// The object of the names from `base` up, of which the last one of those that are the same counts.
  private mutating func joined(from base: Int, _ values: [JSONValue]) -> JSONObject {
    defer { numbers.drop(from: base) }
    return JSONObject(zip(numbers.elements(from: base).map { names.name($0) }, values))
  }

  private mutating func name() throws(JSONFailure) -> Int32 {
    switch try scanString() {
    case .plain(let first, let count): return names.number(of: first, count: count, copying: false)
    case .escaped:
      // The scratch bytes leave the parser for the call, as both would be changed at once.
      let bytes = scratch
      return bytes.withUnsafeBufferPointer { buffer in
        guard let first = buffer.baseAddress else { return names.number(of: start, count: 0, copying: true) }
        return names.number(of: first, count: buffer.count, copying: true)
      }
    }
  }

  private mutating func string() throws(JSONFailure) -> String {
    switch try scanString() {
    case .plain(let first, let count):
      return String(decoding: UnsafeBufferPointer(start: first, count: count), as: UTF8.self)
    case .escaped: return String(decoding: scratch, as: UTF8.self)
    }
  }
}
