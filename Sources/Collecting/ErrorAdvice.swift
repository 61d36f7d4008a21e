import AWSCore

/// What a person can do after a call has failed.
public enum ErrorAdvice {
  /// One or two sentences.
  public static func after(_ error: ServiceError) -> String {
    switch error.category {
    case .accessDenied:
      "Allow \(Permissions.action(of: error.operation)) for the identity that runs audit; a service control policy may "
        + "deny it as well."
    case .unauthenticated: "Renew the credentials, then run audit again."
    case .throttled: "Run audit again with a lower --concurrency, or with AWS_RETRY_MODE=adaptive."
    case .unreachable: "Check network, proxy and --endpoint-url, then run audit again."
    case .serviceFault: "Run audit again later; give the request id to AWS support where it stays so."
    case .malformedResponse: "Check what stands between audit and AWS: a proxy or an endpoint of your own."
    case .notFound, .conflict: "Run audit again: the estate changed while it was being read."
    case .invalidRequest: "Please report this: audit sent what the service does not accept."
    }
  }
}
