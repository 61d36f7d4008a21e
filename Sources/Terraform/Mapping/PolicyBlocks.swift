import Documents

extension Block {
  /// `aws_cloudfront_cache_policy`.
  static let cachePolicy = Block(
    [
      ("name", .value("Name")), ("comment", .value("Comment")), ("default_ttl", .number("DefaultTTL")),
      ("max_ttl", .number("MaxTTL")), ("min_ttl", .number("MinTTL", unset: 0)),
      (
        "parameters_in_cache_key_and_forwarded_to_origin",
        .block(
          "ParametersInCacheKeyAndForwardedToOrigin",
          Block(
            [
              ("enable_accept_encoding_brotli", .value("EnableAcceptEncodingBrotli")),
              ("enable_accept_encoding_gzip", .value("EnableAcceptEncodingGzip")),
            ] + forwarded))
      ),
    ], ignoring: ["arn", "etag", "id"])

  /// `aws_cloudfront_origin_request_policy`.
  static let originRequestPolicy = Block(
    [("name", .value("Name")), ("comment", .value("Comment"))] + forwarded, ignoring: ["arn", "etag", "id"])

  private static let forwarded: [(String, Attribute)] = [
    (
      "cookies_config",
      .block("CookiesConfig", Block([("cookie_behavior", .value("CookieBehavior")), ("cookies", .items("Cookies"))]))
    ),
    (
      "headers_config",
      .block("HeadersConfig", Block([("header_behavior", .value("HeaderBehavior")), ("headers", .items("Headers"))]))
    ),
    (
      "query_strings_config",
      .block(
        "QueryStringsConfig",
        Block([("query_string_behavior", .value("QueryStringBehavior")), ("query_strings", .items("QueryStrings"))]))
    ),
  ]

  /// `aws_cloudfront_response_headers_policy`.
  static let responseHeadersPolicy = Block(
    [
      ("name", .value("Name")), ("comment", .value("Comment")), ("cors_config", .block("CorsConfig", cors)),
      (
        "custom_headers_config",
        .itemBlocks(
          "CustomHeadersConfig",
          Block([("header", .value("Header")), ("override", .value("Override")), ("value", .value("Value"))]))
      ),
      ("remove_headers_config", .itemBlocks("RemoveHeadersConfig", Block([("header", .value("Header"))]))),
      ("security_headers_config", .block("SecurityHeadersConfig", securityHeaders)),
      (
        "server_timing_headers_config",
        .block(
          "ServerTimingHeadersConfig",
          Block([("enabled", .value("Enabled")), ("sampling_rate", .number("SamplingRate"))]))
      ),
    ], ignoring: ["arn", "etag", "id"])

  private static let cors = Block([
    ("access_control_allow_credentials", .value("AccessControlAllowCredentials")),
    ("access_control_allow_headers", .items("AccessControlAllowHeaders")),
    ("access_control_allow_methods", .items("AccessControlAllowMethods")),
    ("access_control_allow_origins", .items("AccessControlAllowOrigins")),
    ("access_control_expose_headers", .items("AccessControlExposeHeaders")),
    ("access_control_max_age_sec", .number("AccessControlMaxAgeSec")), ("origin_override", .value("OriginOverride")),
  ]) { result, _ in
    // The provider does not send 0.
    if result.members["AccessControlMaxAgeSec"]?.integer == 0 { result.members["AccessControlMaxAgeSec"] = nil }
  }

  private static let securityHeaders = Block(
    [
      (
        "content_security_policy",
        overridable("ContentSecurityPolicy", [("content_security_policy", .value("ContentSecurityPolicy"))])
      ), ("content_type_options", overridable("ContentTypeOptions", [])),
      ("frame_options", overridable("FrameOptions", [("frame_option", .value("FrameOption"))])),
      ("referrer_policy", overridable("ReferrerPolicy", [("referrer_policy", .value("ReferrerPolicy"))])),
      (
        "strict_transport_security",
        overridable(
          "StrictTransportSecurity",
          [
            ("access_control_max_age_sec", .number("AccessControlMaxAgeSec")),
            ("include_subdomains", .value("IncludeSubdomains")), ("preload", .value("Preload")),
          ])
      ),
      (
        "xss_protection",
        overridable(
          "XSSProtection",
          [
            ("mode_block", .value("ModeBlock")), ("protection", .value("Protection")),
            ("report_uri", .value("ReportUri")),
          ])
      ),
    ], isSetting: true)

  /// A header that is set by the block being there.
  private static func overridable(_ member: String, _ attributes: [(String, Attribute)]) -> Attribute {
    .block(member, Block([("override", .value("Override"))] + attributes, isSetting: true))
  }

  /// `aws_cloudfront_origin_access_control`.
  static let originAccessControl = Block(
    [
      ("name", .value("Name")), ("description", .value("Description")),
      ("origin_access_control_origin_type", .value("OriginAccessControlOriginType")),
      ("signing_behavior", .value("SigningBehavior")), ("signing_protocol", .value("SigningProtocol")),
    ], ignoring: ["arn", "etag", "id"])

  /// `aws_cloudfront_origin_access_identity`.
  static let originAccessIdentity = Block(
    [("comment", .value("Comment"))],
    ignoring: [
      "arn", "caller_reference", "cloudfront_access_identity_path", "etag", "iam_arn", "id", "s3_canonical_user_id",
    ])
}
