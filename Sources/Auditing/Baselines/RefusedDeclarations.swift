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
        declaration.selector.type.schema.refusals(ofDeclared: .object(declaration.expect), on: day).map {
          place, reason in
          FileIssue(
            declaration.mark(named: place),
            "AWS refuses what is declared of \(place) of \(declaration.selector.type.rawValue) \(declaration.selector): "
              + reason)
        }
      }
    ).sorted { $0.description < $1.description }
  }
}
