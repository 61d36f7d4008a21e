import AWSCore
import AWSServices

/// The two stages of a function: DEVELOPMENT, which is written, and LIVE, which publishing replaces by it; and what the API
/// calls the same things of functions of viewer events and of functions of connections.
public struct FunctionStages: Sendable {
  /// The names of both.
  public static let names = ["DEVELOPMENT", "LIVE"]

  /// What lists the functions of a stage.
  public let list: Operation
  /// The members that lead to the ARN in what is said of a stage.
  public let arn: [String]
  /// What describes a stage, and its member that does.
  public let describe: Operation
  /// The member of that answer that says something of the stage.
  public let summary: String
  /// What answers the code of a stage.
  public let get: Operation
  /// The input member by which both know a function.
  public let nameToRead: String
  /// What replaces DEVELOPMENT.
  public let update: Operation
  /// The root of the document that it takes.
  public let request: String
  /// The member that holds the configuration, in stages and in that document.
  public let configuration: String
  /// The element of that document that holds the code.
  public let code: String
  /// What copies DEVELOPMENT to LIVE.
  public let publish: Operation
  /// The input member by which both of these know a function.
  public let nameToWrite: String
}
