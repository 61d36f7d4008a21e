/// What the progress line says: how far the reading has come.
struct ProgressLine: Sendable, Hashable {
  /// What is being done: `reading`, `repairing`.
  var activity: String
  /// The calls that are done.
  var done = 0
  /// The calls that are known to be needed; grows while lists are read.
  var expected = 0
  /// Which step of several is being done: `step 3 of 8`; empty where there are none.
  var step = ""
  /// The operation that was called last.
  var operation = ""
  /// The seconds since the activity began.
  var seconds = 0.0

  /// The line in at most that many columns: `reading  142/1013 calls  3.1/s  cloudfront:GetDistributionConfig`.
  ///
  /// Parts that do not fit are left out from the end; what remains is never cut in the middle.
  func text(columns: Int) -> String {
    var parts = [activity] + (step.isEmpty ? [] : [step]) + ["\(done)/\(max(done, expected)) calls"]
    // A rate of the first moments would only mislead.
    if seconds >= 1 {
      let tenths = Int((Double(done) / seconds * 10).rounded())
      parts.append("\(tenths / 10).\(tenths % 10)/s")
    }
    if !operation.isEmpty { parts.append(operation) }
    while parts.count > 1, parts.reduce(-2, { $0 + $1.count + 2 }) > columns { parts.removeLast() }
    return String(parts.joined(separator: "  ").prefix(max(0, columns)))
  }
}
