import ArgumentParser
import AWSCore
import Schema
import Transport

/// Who is told of a run.
struct NotifyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Notify of what has appeared and what is gone: a POST to this URL (Slack and Teams as they want it, others as JSON), or the "
        + "ARN of an SNS topic or EventBridge bus; may be repeated. A URL is a secret, and arguments show in the process "
        + "list: rather set AUDIT_NOTIFY, several apart by spaces or lines. Default: `notify` of the configuration.",
      valueName: "url"))
  var notify: [String] = []

  @Flag(name: .customLong("notify-always"), help: "Tell of every run, whether anything has changed or not.")
  var always = false

  /// Who is told, by what is said nearest to the command.
  ///
  /// - Throws: ``Failure`` where one is neither a URL nor such an ARN; it does not repeat what it was.
  func targets(configured: [String]) throws -> [NotifyTarget] {
    let variable = (Session.environment["AUDIT_NOTIFY"] ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
    let texts = !notify.isEmpty ? notify : !variable.isEmpty ? variable : configured
    return try texts.enumerated().map { index, text in
      guard let target = NotifyTarget(text) else {
        throw Failure(
          "What is named for notices in place \(index + 1) is neither an http or https URL, without a user name in it, nor "
            + "the ARN of an SNS topic, which may be no FIFO topic, or of an EventBridge bus.")
      }
      return target
    }
  }
}

/// Somebody who is told.
enum NotifyTarget {
  /// How a URL wants to be told.
  enum Form { case json, slack, teams }

  case url(HTTPURL, Form)
  case topic(String, region: String)
  case bus(String, region: String)

  init?(_ text: String) {
    if let arn = ARN(text) {
      switch arn.service {
      // A FIFO topic takes messages only in groups, and what is told are not the parts of one conversation.
      // <https://docs.aws.amazon.com/sns/latest/api/API_Publish.html> (`MessageGroupId`)
      case "sns" where !arn.resource.hasSuffix(".fifo") && !arn.resource.contains(":"):
        self = .topic(text, region: arn.region)
      case "events" where arn.resource.hasPrefix("event-bus/"): self = .bus(text, region: arn.region)
      default: return nil
      }
      return
    }
    let forms: [(String, Form)] = [("slack+", .slack), ("teams+", .teams), ("json+", .json)]
    let named = forms.first { text.hasPrefix($0.0) }
    guard let url = HTTPURL(String(text.dropFirst(named?.0.count ?? 0))), ["http", "https"].contains(url.scheme) else {
      return nil
    }
    self = .url(url, named?.1 ?? Self.form(of: url.host))
  }

  private static func form(of host: String) -> Form {
    if host == "hooks.slack.com" || host == "hooks.slack-gov.com" { return .slack }
    let teams = [".webhook.office.com", ".logic.azure.com", ".api.powerplatform.com"]
    return teams.contains(where: host.hasSuffix) ? .teams : .json
  }

  /// What may be said of it in a log, which the URL may not: it is the secret.
  var kind: String {
    switch self {
    case .url(_, .slack): "Slack"
    case .url(_, .teams): "Teams"
    case .url(_, .json): "a URL"
    case .topic: "an SNS topic"
    case .bus: "an EventBridge bus"
    }
  }
}
