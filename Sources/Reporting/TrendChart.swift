import Auditing
import Foundation

/// What was wrong after each run, as a drawing within a page: a bar a run, the worst at its foot.
enum TrendChart {
  /// How many runs are drawn.
  private static let most = 90
  private static let (height, step, bar) = (100.0, 10.0, 8.0)

  /// The section; empty where there is nothing to compare.
  static func write(_ report: AuditReport) -> String {
    let points = report.trend.suffix(most)
    guard points.count > 1, let first = points.first, let last = points.last else { return "" }
    let greatest = max(1, points.map(\.total).max() ?? 1)
    let bars = points.enumerated().map { bar($1, at: Double($0) * step, of: greatest) }
    let caption =
      "\(counted(first.total, "finding")) on \(Timestamp.day(first.time)), \(last.total) on \(Timestamp.day(last.time)), "
      + "\(greatest) at most."
    return """
      <section>
      <h2>The last \(points.count) runs</h2>
      <figure>
      <svg class="trend" viewBox="0 0 \(Int(Double(points.count) * step)) \(Int(height))" role="img" aria-label="\(caption)">
      \(bars.joined())</svg>
      <figcaption class="faint">\(caption)</figcaption>
      </figure>
      </section>

      """
  }

  private static func bar(_ point: AuditReport.TrendPoint, at left: Double, of greatest: Int) -> String {
    var top = height
    let parts = Severity.allCases.reversed().compactMap { severity -> String? in
      let count = point.bySeverity[severity, default: 0]
      guard count > 0 else { return nil }
      let tall = height * Double(count) / Double(greatest)
      top -= tall
      return "<rect class=\"\(severity.rawValue)\" x=\"\(number(left))\" y=\"\(number(top))\" width=\"\(number(bar))\" "
        + "height=\"\(number(tall))\"/>"
    }
    let words = Severity.allCases.reversed().compactMap { severity in
      point.bySeverity[severity].flatMap { $0 > 0 ? "\($0) \(severity.rawValue)" : nil }
    }
    let said = words.isEmpty ? "nothing wrong" : words.joined(separator: ", ")
    return "<g><title>\(Timestamp.rfc3339(point.time)): \(said)</title>\(parts.joined())</g>\n"
  }

  /// With two digits behind the point.
  private static func number(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}

extension AuditReport.TrendPoint {
  fileprivate var total: Int { bySeverity.values.reduce(0, +) }
}
