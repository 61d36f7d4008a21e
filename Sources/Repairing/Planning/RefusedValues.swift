import Auditing
import Documents
import Estate
import Foundation
import Schema

extension Step {
  /// Why AWS would refuse what this sets, each by itself: a value that it does not know or no longer takes.
  ///
  /// - Parameter time: When; `nil` where that is not known.
  func refusedValues(at time: Date?) -> [String] {
    let schema = part.resource.type.schema
    return changes.compactMap { change in
      guard !change.isGuard, case .value(let value) = change.to, !value.isEmpty(in: .writes) else { return nil }
      let blocked = schema.blockedValues[part.schema[change.place].path.joined(separator: ".")]
      if let blocked, let text = value.string, let time, let reason = blocked(text, CalendarDate(of: time)) {
        return reason
      }
      // Publishing makes one stage what the other one is.
      let isCopied = changes.contains { $0.isGuard && $0.to == change.to }
      return schema.refusals(of: value, besides: change.from, at: change.place, isCopied: isCopied).first?.reason
    }
  }
}
