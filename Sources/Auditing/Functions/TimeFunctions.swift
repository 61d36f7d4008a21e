import Documents
import Foundation
import JMESPath

/// What is no time, or lacks what was asked for.
private struct Unreadable: Error, CustomStringConvertible {
  let description: String
}

extension FunctionTable {
  /// Of invalidations with `CreateTime` and `Paths`, the most paths that fall within one hour.
  static let pathsPerHour = Function("paths_per_hour", [[.array, .null]]) { arguments in
    let invalidations = try (arguments.first?.array ?? []).map { invalidation in
      guard let paths = invalidation["Paths"].array else {
        throw Unreadable(description: "an invalidation has no paths")
      }
      return (time: try time(invalidation["CreateTime"]), paths: paths.count)
    }.sorted { $0.time < $1.time }
    var (first, sum, most) = (0, 0, 0)
    for last in invalidations {
      sum += last.paths
      while last.time.timeIntervalSince(invalidations[first].time) >= 3600 {
        sum -= invalidations[first].paths
        first += 1
      }
      most = max(most, sum)
    }
    return .integer(most)
  }

  private static func time(_ value: JSONValue) throws -> Date {
    let text = value.string ?? ""
    let styles = [Date.ISO8601FormatStyle(includingFractionalSeconds: true), .iso8601]
    for style in styles { if let date = try? style.parse(text) { return date } }
    throw Unreadable(description: "\"\(text)\" is no time")
  }
}
