/// What differs between two texts, line by line, with the lines around it: what is the same elsewhere is left out.
struct LineDiff {
  /// A line, or a mark for lines that are left out.
  enum Line: Hashable {
    case same(String), removed(String), added(String)
    case leftOut(Int)
  }

  /// The lines, in order.
  let lines: [Line]

  /// How many lines around a difference are shown.
  private static let context = 2
  /// How many pairs of lines are looked at to find those that stayed; beyond that, all between the ends is replaced.
  private static let most = 250_000

  /// The difference between two texts.
  init(from old: String, to new: String) {
    let (before, after) = (Self.lines(of: old), Self.lines(of: new))
    let head = zip(before, after).prefix { $0 == $1 }.count
    let tail = zip(before.dropFirst(head).reversed(), after.dropFirst(head).reversed()).prefix { $0 == $1 }.count
    let middle = Self.middle(Array(before[head..<(before.count - tail)]), Array(after[head..<(after.count - tail)]))
    lines = Self.shortened(
      before[..<head].map { .same($0) } + middle + before[(before.count - tail)...].map { .same($0) })
  }

  private static func lines(of text: String) -> [String] {
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  /// The longest common subsequence, by the table of its lengths.
  private static func middle(_ old: [String], _ new: [String]) -> [Line] {
    guard !old.isEmpty, !new.isEmpty, old.count <= most / max(1, new.count) else {
      return old.map { .removed($0) } + new.map { .added($0) }
    }
    let width = new.count + 1
    var lengths = [Int32](repeating: 0, count: (old.count + 1) * width)
    for i in old.indices.reversed() {
      for j in new.indices.reversed() {
        lengths[i * width + j] =
          old[i] == new[j]
          ? lengths[(i + 1) * width + j + 1] + 1 : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
      }
    }
    var (i, j, lines) = (0, 0, [Line]())
    while i < old.count || j < new.count {
      if i < old.count, j < new.count, old[i] == new[j] {
        lines.append(.same(old[i]))
        (i, j) = (i + 1, j + 1)
      } else if j == new.count || i < old.count && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
        lines.append(.removed(old[i]))
        i += 1
      } else {
        lines.append(.added(new[j]))
        j += 1
      }
    }
    return lines
  }

  private static func shortened(_ lines: [Line]) -> [Line] {
    func isSame(_ line: Line) -> Bool { if case .same = line { true } else { false } }
    var isKept = [Bool](repeating: false, count: lines.count)
    for index in lines.indices where !isSame(lines[index]) {
      for near in max(0, index - context)...min(lines.count - 1, index + context) { isKept[near] = true }
    }
    var (result, left) = ([Line](), 0)
    for (index, line) in lines.enumerated() {
      if isKept[index] {
        if left > 0 { result.append(.leftOut(left)) }
        left = 0
        result.append(line)
      } else {
        left += 1
      }
    }
    if left > 0 { result.append(.leftOut(left)) }
    return result
  }
}

extension LineDiff.Line {
  /// The line as diffs write it, with nothing active in it.
  var text: String {
    switch self {
    case .same(let line): "  \(SafeText.escaped(line))"
    case .removed(let line): "- \(SafeText.escaped(line))"
    case .added(let line): "+ \(SafeText.escaped(line))"
    case .leftOut(let count): "  … \(counted(count, "line")) the same"
    }
  }
}
