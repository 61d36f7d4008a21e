import Documents
import Estate
import Foundation
import Schema

extension Step {
  /// Why AWS would refuse what this sets, each by itself: a value that it does not know or no longer takes.
  ///
  /// - Parameter time: When; `nil` where that is not known.
  func refusedValues(at time: Date?) -> [String] {
    changes.compactMap { change in
      guard !change.isGuard, case .value(let value) = change.to, !value.isEmpty(in: .writes) else { return nil }
      let node = part.schema[change.place]
      let blocked = part.resource.type.schema.blockedValues[node.path.joined(separator: ".")]
      if let blocked, let text = value.string, let time, let reason = blocked(text, CalendarDate(of: time)) {
        return reason
      }
      return refusal(of: value, besides: change.from, at: change.place, node)
    }
  }

  /// Why AWS does not take a value, as far as its models say which it takes. What is there already it has taken.
  private func refusal(
    of value: JSONValue, besides found: JSONValue, at place: DocumentPath, _ node: SchemaNode
  ) -> String? {
    if value == found { return nil }
    switch node.shape {
    case .scalar(let values):
      let count = value.string?.unicodeScalars.count ?? 0
      if let most = node.lengths?.upperBound, count > most {
        return "AWS takes \(most) characters for \(place), and these are \(count). Change what is declared."
      }
      guard !values.isEmpty, let text = value.string, !text.isEmpty, !values.contains(text) else { return nil }
      return
        "AWS knows no \(text) for \(place), by \(SchemaOrigin.source): it takes \(values.joined(separator: ", ")). "
        + "Change what is declared."
    case .number:
      guard let ranges = part.resource.type.schema.numbers[node.path.joined(separator: ".")],
        let number = value.integer, !ranges.contains(where: { $0.contains(number) })
      else { return nil }
      let texts = ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)" }
      return "AWS takes no \(number) for \(place): it takes \(texts.joined(separator: ", ")). Change what is declared."
    case .list(_, let element):
      let there = Set(found.array ?? [])
      return (value.array ?? []).lazy.filter { !there.contains($0) }.compactMap {
        refusal(of: $0, besides: .null, at: place, element)
      }.first
    case .structure:
      return (value.object ?? [:]).lazy.compactMap { member in
        refusal(
          of: member.value, besides: found[member.name], at: place.member(member.name), node.member(member.name))
      }.first
    case .boolean, .open, .policy: return nil
    }
  }
}
