import AWSCore
import Estate

/// Writes the settings of a Lambda function's `$LATEST`.
struct LambdaConfigurationWriter: PartWriter {
  /// How long the update may take.
  var patience: Duration = .seconds(300)

  func read(_ part: Part, with calls: Calls) async throws(ServiceError) -> Reading {
    try await LambdaSettings(of: part, with: calls, patience: patience).reading()
  }

  func write(
    _ changes: [Change], on reading: Reading, of step: Step, with calls: Calls
  ) async throws(WriteError) -> Written {
    let settings = LambdaSettings(of: step.part, with: calls, patience: patience)
    let base = try await settings.base(of: step)
    try await settings.update(settings.revealed(changes, by: base), on: reading)
    _ = try await settings.healthy()
    return Written()
  }
}
