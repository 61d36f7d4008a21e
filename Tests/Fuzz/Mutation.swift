import Documents
import TestSupport

/// What becomes of texts and trees on their way through careless hands.
enum Mutation {
  /// Longer inputs are cut: what is looked for shows in short ones, and those are quick.
  static let maximumBytes = 96 << 10

  private static let numbers = [
    "0", "-0", "-1", "1", "255", "256", "65535", "65536", "2147483647", "2147483648", "4294967296",
    "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e308", "1e309", "-1e-400", "0.1", "1e15",
    "9007199254740993", "0x7f", "0o17", "1_000", "01", "NaN", "Infinity", "1.", ".5", "100000000000000000000000000",
  ]
  private static let words = [
    "\u{0}", "\u{1}", "\u{7f}", "\u{85}", "\u{feff}", "\u{2028}", "\u{202e}", "e\u{301}", "\u{1f468}\u{200d}\u{1f469}",
    "\u{10ffff}", "\\", "\"", "'", "\n", "\r\n", "\t", " ", "{", "}", "[", "]", "(", ")", "<", ">", "&", "*", "?", ":",
    ",", ".", "/", "..", "//", "|", "!", "=", "-", "_", "%", "%00", "#", "@", "`", "$", "${", "null", "true", "false",
    "\\u0000", "\\ud800", "\\udfff",
  ]

  /// The bytes with a few changes: to bits, to runs, to numbers, with words of the format, with parts of another input.
  static func bytes(
    _ original: [UInt8], _ random: inout SeededRandom, words own: [String] = [], others: [[UInt8]] = []
  ) -> [UInt8] {
    var bytes = original
    let count = random.pick([1, 1, 1, 2, 2, 3, 5, 8, 16], or: 1)
    for _ in 0..<count { bytes = once(bytes, &random, own, others) }
    return bytes.count > maximumBytes ? Array(bytes.prefix(maximumBytes)) : bytes
  }

  private static func once(
    _ original: [UInt8], _ random: inout SeededRandom, _ own: [String], _ others: [[UInt8]]
  ) -> [UInt8] {
    var bytes = original
    let place = random.number(below: bytes.count + 1)
    let run = run(in: bytes, &random)
    switch random.number(below: 12) {
    case 0 where !bytes.isEmpty:
      bytes[random.number(below: bytes.count)] ^= UInt8(1 << random.number(below: 8))
    case 1 where !bytes.isEmpty:
      bytes[random.number(below: bytes.count)] = UInt8(random.number(below: 256))
    case 2: bytes.removeSubrange(run)
    case 3: bytes.insert(contentsOf: bytes[run], at: place)
    case 4: bytes.removeLast(bytes.count - place)
    case 5, 6: bytes.insert(contentsOf: random.pick(own.isEmpty ? words : own, or: "").utf8, at: place)
    case 7: bytes.insert(contentsOf: random.pick(words, or: "").utf8, at: place)
    case 8:
      guard let number = digits(in: bytes, from: place) else { break }
      bytes.replaceSubrange(number, with: random.pick(numbers, or: "0").utf8)
    case 9:
      let other = random.pick(others, or: bytes)
      bytes.replaceSubrange(run, with: other[self.run(in: other, &random)])
    case 10:
      // The same again and again: what nests, and what repeats, deeper and longer than anybody writes.
      let part = Array(bytes[run].prefix(64))
      let times = random.pick([8, 64, 600, 3000], or: 8)
      bytes.insert(contentsOf: Array(repeating: part, count: times).joined(), at: place)
    default:
      let word = random.pick(own + words, or: "")
      bytes.replaceSubrange(run, with: word.utf8)
    }
    return bytes
  }

  private static func run(in bytes: [UInt8], _ random: inout SeededRandom) -> Range<Int> {
    let start = random.number(below: bytes.count + 1)
    let length = random.pick([1, 2, 4, 8, 16, 64, 512], or: 1)
    return start..<min(bytes.count, start + random.number(below: length) + 1)
  }

  private static func digits(in bytes: [UInt8], from start: Int) -> Range<Int>? {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let first = bytes[start...].firstIndex(where: digits.contains) else { return nil }
    return first..<(bytes[first...].firstIndex { !digits.contains($0) } ?? bytes.count)
  }

  // MARK: Trees

  /// The tree with a few changes: values of another kind, members that are gone, renamed, or of another place.
  static func tree(_ original: JSONValue, _ random: inout SeededRandom, names: [String] = []) -> JSONValue {
    var tree = original
    for _ in 0..<random.pick([1, 1, 2, 3, 6], or: 1) {
      var target = random.number(below: size(of: tree))
      let part = part(of: original, random.number(below: size(of: original)))
      tree = changed(tree, &target, &random, part, names)
    }
    return tree
  }

  /// The tree with other texts in places of texts: what services answer where people name things.
  static func texts(_ value: JSONValue, _ random: inout SeededRandom) -> JSONValue {
    switch value {
    case .string(let text) where random.happens(onceIn: 12):
      return .string(String(lenient: bytes(Array(text.utf8), &random).prefix(2000).map(\.self)))
    case .array(let elements): return .array(elements.map { texts($0, &random) })
    case .object(let object): return .object(JSONObject(object.map { ($0.name, texts($0.value, &random)) }))
    default: return value
    }
  }

  private static func size(of value: JSONValue) -> Int {
    switch value {
    case .array(let elements): elements.reduce(1) { $0 + size(of: $1) }
    case .object(let object): object.reduce(1) { $0 + size(of: $1.value) }
    default: 1
    }
  }

  /// A value in the tree, by its number in the order of reading.
  private static func part(of value: JSONValue, _ number: Int) -> JSONValue {
    var number = number
    func find(_ value: JSONValue) -> JSONValue? {
      if number == 0 { return value }
      number -= 1
      switch value {
      case .array(let elements): return elements.lazy.compactMap(find).first
      case .object(let object): return object.lazy.compactMap { find($0.value) }.first
      default: return nil
      }
    }
    return find(value) ?? value
  }

  private static func changed(
    _ value: JSONValue, _ target: inout Int, _ random: inout SeededRandom, _ part: JSONValue, _ names: [String]
  ) -> JSONValue {
    if target == 0 {
      target = -1
      return other(value, &random, part, names)
    }
    if target < 0 { return value }
    target -= 1
    switch value {
    case .array(var elements):
      for index in elements.indices where target >= 0 {
        elements[index] = changed(elements[index], &target, &random, part, names)
      }
      return .array(elements)
    case .object(let object):
      var members: [(String, JSONValue)] = []
      for member in object {
        members.append((member.name, target >= 0 ? changed(member.value, &target, &random, part, names) : member.value))
      }
      return .object(JSONObject(members))
    default: return value
    }
  }

  private static func other(
    _ value: JSONValue, _ random: inout SeededRandom, _ part: JSONValue, _ names: [String]
  ) -> JSONValue {
    switch random.number(below: 10) {
    case 0: return .null
    case 1: return part
    case 2: return .array([value])
    case 3: return .object(["Items": value])
    case 4: return scalar(&random)
    case 5: return random.pick([.array([]), .object([:]), "", .array([value, value])], or: .null)
    default: break
    }
    switch value {
    case .string(let text):
      let bytes = bytes(Array(text.utf8), &random)
      return .string(String(decoding: bytes.prefix(2000), as: UTF8.self))
    case .integer(let number):
      return random.pick(
        [.integer(0 &- number), .integer(0), .string("\(number)"), .number(Double(number) + 0.5)], or: .null)
    case .bool(let value): return random.pick([.bool(!value), .string("\(value)"), .integer(1)], or: .null)
    case .array(var elements):
      if elements.isEmpty || random.happens(onceIn: 3) { return .array(elements + [part]) }
      let index = random.number(below: elements.count)
      if random.happens(onceIn: 2) { elements.remove(at: index) } else { elements.append(elements[index]) }
      if random.happens(onceIn: 3) { elements.shuffle(using: &random) }
      return .array(elements)
    case .object(let object):
      var members = object.map { ($0.name, $0.value) }
      let index = random.number(below: members.count)
      switch random.number(below: 4) {
      case 0 where !members.isEmpty: members.remove(at: index)
      case 1 where !members.isEmpty: members[index].0 = random.pick(names + words, or: "x")
      case 2: members.append((random.pick(names + words, or: "x"), part))
      default: members.shuffle(using: &random)
      }
      return .object(JSONObject(members))
    default: return scalar(&random)
    }
  }

  private static func scalar(_ random: inout SeededRandom) -> JSONValue {
    switch random.number(below: 5) {
    case 0: return random.pick([true, false], or: true)
    case 1: return .integer(random.pick([0, 1, -1, 2, 255, 65536, 1 << 31, 1 << 53, .max, .min], or: 0))
    case 2: return .number(random.pick([0.5, -0.0, 1e300, 1e-300, 9_007_199_254_740_992, 1.5e9, -1e19, 1e19], or: 0))
    default: return .string(random.pick(numbers + words, or: ""))
    }
  }

  /// Values of its own, for what is made of nothing.
  static func value(_ random: inout SeededRandom, depth: Int = 4) -> JSONValue {
    switch depth == 0 ? 0 : random.number(below: 4) {
    case 0, 1: return scalar(&random)
    case 2: return .array((0..<random.number(below: 5)).map { _ in value(&random, depth: depth - 1) })
    default:
      return .object(
        JSONObject(
          (0..<random.number(below: 5)).map { _ in
            (random.pick(["a", "b", "Id", "Items", "é"] + words, or: "a"), value(&random, depth: depth - 1))
          }))
    }
  }
}
