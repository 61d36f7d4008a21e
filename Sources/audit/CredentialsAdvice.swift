import AWSCore

/// What to do about credentials that AWS does not accept.
struct CredentialsAdvice {
  /// Whose they are, and what to run.
  let text: String

  /// - Returns: `nil` where the error is none of credentials.
  init?(_ error: ServiceError, profile: Profile, key: String?, _ settings: AWSSettings) {
    let name = profile.name
    let flag = name == "default" ? "" : " --profile \(name)"
    let isOfEnvironment = !settings.isProfileExplicit && settings.environment["AWS_ACCESS_KEY_ID"]?.isEmpty == false
    let whose =
      (key.map { "They have the access key id \($0)" } ?? "Their access key id is not known")
      + (isOfEnvironment ? ", out of AWS_ACCESS_KEY_ID." : ", out of profile '\(name)'.")
    let isSSO = profile["sso_session"] != nil || profile["sso_start_url"] != nil
    let renewal =
      isOfEnvironment
      ? "Set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN anew, or unset them to use a profile."
      : isSSO
        ? "Run `aws sso login\(flag)`."
        : profile["login_session"] != nil
          ? "Run `aws login\(flag)`."
          : "Get new ones from where they came, and run `aws configure\(flag)`."
    switch error.code {
    case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired":
      text = "The session of these credentials has ended. \(whose) \(renewal)"
    case "SignatureDoesNotMatch":
      text =
        "The secret access key is not that of the access key id. \(whose) Both have to be of one pair, without blanks or "
        + "quotes around them: run `aws configure list\(flag)` to see where they come from."
    case "InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId", "InvalidToken":
      text =
        "AWS does not know the access key id: it was deleted or switched off, is of another partition, or lacks its session "
        + "token. \(whose) Run `aws sts get-caller-identity\(flag)` to see whether the AWS CLI fails alike. \(renewal)"
    default:
      guard error.category == .unauthenticated else { return nil }
      text = "\(whose) \(renewal)"
    }
  }
}
