import Documents
import Estate
import Foundation
import Schema

extension Auditor {
  /// What is declared and AWS does not take, whatever else is there: runtimes that Lambda has blocked, and settings that
  /// exclude each other.
  ///
  /// - Parameter time: When; a runtime is blocked from a day on.
  public func refusedDeclarations(at time: Date) -> [FileIssue] {
    let day = CalendarDate(of: time)
    return Set(
      declarations.filter { !$0.isAbsent && $0.doubt.isEmpty }.flatMap { declaration in
        declaration.refused(on: day).map { place, reason in
          FileIssue(
            declaration.mark(named: place),
            "AWS refuses what is declared of \(place) of \(declaration.selector.type.rawValue) \(declaration.selector): "
              + reason)
        }
      }
    ).sorted { $0.description < $1.description }
  }
}

extension Declaration {
  fileprivate func refused(on day: CalendarDate) -> [(place: DocumentPath, reason: String)] {
    let members = JSONValue.object(expect)
    if selector.type == .lambdaFunction || selector.type == .lambdaVersion {
      let reason = members["Runtime"].string.flatMap { Facts.refusal(ofRuntime: $0, on: day) }
      return reason.map { [(DocumentPath("Runtime"), $0)] } ?? []
    }
    guard selector.type == .distribution else { return [] }
    let others = (members["CacheBehaviors"].array ?? []).map {
      (DocumentPath("CacheBehaviors").element($0["PathPattern"].string ?? ""), $0)
    }
    return ([(DocumentPath("DefaultCacheBehavior"), members["DefaultCacheBehavior"])] + others)
      .flatMap { around, behavior in
        behavior.refusedSettingsOfBehavior.map { (around.appending($0.place), $0.reason) }
      }
  }
}
