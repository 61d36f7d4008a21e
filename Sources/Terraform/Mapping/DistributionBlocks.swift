import Documents

extension Block {
  /// `aws_cloudfront_distribution`.
  static let distribution = Block(
    [
      ("aliases", .list("Aliases")), ("anycast_ip_list_id", .value("AnycastIpListId")), ("comment", .value("Comment")),
      ("connection_function_association", .block("ConnectionFunctionAssociation", Block([("id", .value("Id"))]))),
      ("continuous_deployment_policy_id", .value("ContinuousDeploymentPolicyId")),
      ("custom_error_response", .blocks("CustomErrorResponses", customErrorResponse)),
      ("default_cache_behavior", .block("DefaultCacheBehavior", cacheBehavior)),
      ("default_root_object", .value("DefaultRootObject")), ("enabled", .value("Enabled")),
      ("http_version", .value("HttpVersion")), ("is_ipv6_enabled", .value("IsIPV6Enabled")),
      ("logging_config", .block("Logging", logging)),
      ("ordered_cache_behavior", .blocks("CacheBehaviors", cacheBehavior)),
      ("origin", .blocks("Origins", origin)), ("origin_group", .blocks("OriginGroups", originGroup)),
      ("price_class", .value("PriceClass")),
      (
        "restrictions",
        .block(
          "Restrictions",
          Block([
            (
              "geo_restriction",
              .block(
                "GeoRestriction",
                Block([("locations", .list("Items")), ("restriction_type", .value("RestrictionType"))]))
            )
          ]))
      ), ("staging", .value("Staging")), ("tags", .tags("Tags")), ("tags_all", .tags("Tags")),
      ("viewer_certificate", .block("ViewerCertificate", viewerCertificate)),
      ("viewer_mtls_config", .block("ViewerMtlsConfig", viewerMtls)), ("web_acl_id", .value("WebACLId")),
    ],
    ignoring: [
      "arn", "caller_reference", "domain_name", "etag", "hosted_zone_id", "id", "in_progress_validation_batches",
      "last_modified_time", "logging_v1_enabled", "retain_on_delete", "status", "trusted_key_groups",
      "trusted_signers", "wait_for_deployment",
    ]
  ) { result, values in
    // CloudFront says that there are no logs; it does not leave them out.
    if values["logging_config"] != nil, result.members["Logging"] == nil {
      result.members["Logging"] = ["Enabled": false]
    }
    let places = [
      "connection_function_association": "ConnectionFunctionAssociation", "viewer_mtls_config": "ViewerMtlsConfig",
    ]
    for (name, place) in places.sorted(by: { $0.key < $1.key }) where values[name]?.array?.isEmpty == true {
      result.absent.append(DocumentPath(place))
    }
  }

  private static let customErrorResponse = Block([
    // What is not set, the provider sends as 0.
    ("error_caching_min_ttl", .number("ErrorCachingMinTTL", unset: 0)), ("error_code", .number("ErrorCode")),
    ("response_code", .digits("ResponseCode")), ("response_page_path", .value("ResponsePagePath")),
  ])

  private static let logging = Block([
    ("bucket", .value("Bucket")), ("include_cookies", .value("IncludeCookies")), ("prefix", .value("Prefix")),
  ]) { result, _ in
    // Logs of version 2 have no bucket here; of these the block says only whether cookies are in them.
    result.members["Enabled"] = .bool(result.members["Bucket"]?.isEmpty(in: .blocks) == false)
  }

  private static let viewerCertificate = Block([
    ("acm_certificate_arn", .value("ACMCertificateArn")),
    ("cloudfront_default_certificate", .value("CloudFrontDefaultCertificate")),
    ("iam_certificate_id", .value("IAMCertificateId")),
    ("minimum_protocol_version", .value("MinimumProtocolVersion")),
    ("ssl_support_method", .value("SSLSupportMethod")),
  ]) { result, _ in
    // With its own certificate CloudFront decides on these, whatever is asked for.
    let own = ["ACMCertificateArn", "IAMCertificateId"].compactMap { result.members[$0] }
    guard own.allSatisfy(\.isNull) else { return }
    result.members["MinimumProtocolVersion"] = nil
    result.members["SSLSupportMethod"] = nil
  }

  private static let viewerMtls = Block([
    ("mode", .value("Mode")),
    (
      "trust_store_config",
      .block(
        "TrustStoreConfig",
        Block([
          ("advertise_trust_store_ca_names", .value("AdvertiseTrustStoreCaNames")),
          ("ignore_certificate_expiry", .value("IgnoreCertificateExpiry")), ("trust_store_id", .value("TrustStoreId")),
        ]))
    ),
  ])

  // MARK: Behaviours

  private static let cacheBehavior = Block([
    ("path_pattern", .value("PathPattern")), ("allowed_methods", .list("AllowedMethods.Items")),
    ("cached_methods", .list("AllowedMethods.CachedMethods")), ("cache_policy_id", .value("CachePolicyId")),
    ("compress", .value("Compress")), ("default_ttl", .number("DefaultTTL")),
    ("field_level_encryption_id", .value("FieldLevelEncryptionId")),
    ("forwarded_values", .block("ForwardedValues", forwardedValues)),
    (
      "function_association",
      .blocks(
        "FunctionAssociations", Block([("event_type", .value("EventType")), ("function_arn", .value("FunctionARN"))]))
    ),
    ("grpc_config", .block("GrpcConfig", Block([("enabled", .value("Enabled"))]))),
    (
      "lambda_function_association",
      .blocks(
        "LambdaFunctionAssociations",
        Block([
          ("event_type", .value("EventType")), ("include_body", .value("IncludeBody")),
          ("lambda_arn", .value("LambdaFunctionARN")),
        ]))
    ),
    ("max_ttl", .number("MaxTTL")), ("min_ttl", .number("MinTTL")),
    ("origin_request_policy_id", .value("OriginRequestPolicyId")),
    ("realtime_log_config_arn", .value("RealtimeLogConfigArn")),
    ("response_headers_policy_id", .value("ResponseHeadersPolicyId")), ("smooth_streaming", .value("SmoothStreaming")),
    ("target_origin_id", .value("TargetOriginId")), ("trusted_key_groups", .list("TrustedKeyGroups")),
    ("trusted_signers", .list("TrustedSigners")), ("viewer_protocol_policy", .value("ViewerProtocolPolicy")),
  ]) { result, _ in
    // Beside a cache policy these are zeros that stand for nothing; the provider does not send them.
    if result.members["CachePolicyId"]?.isNull == false {
      for name in ["MinTTL", "DefaultTTL", "MaxTTL"] { result.members[name] = nil }
    }
    for name in ["TrustedKeyGroups", "TrustedSigners"] {
      guard let items = result.members[name]?.array else { continue }
      result.members[name] = items.isEmpty ? Optional.none : ["Enabled": true, "Items": .array(items)]
    }
  }

  private static let forwardedValues = Block([
    (
      "cookies",
      .block("Cookies", Block([("forward", .value("Forward")), ("whitelisted_names", .list("WhitelistedNames"))]))
    ), ("headers", .list("Headers")), ("query_string", .value("QueryString")),
    ("query_string_cache_keys", .list("QueryStringCacheKeys")),
  ])

  // MARK: Origins

  private static let origin = Block([
    ("origin_id", .value("Id")), ("domain_name", .value("DomainName")), ("origin_path", .value("OriginPath")),
    ("connection_attempts", .number("ConnectionAttempts")), ("connection_timeout", .number("ConnectionTimeout")),
    ("custom_header", .blocks("CustomHeaders", customHeader)),
    (
      "custom_origin_config",
      .block(
        "CustomOriginConfig",
        Block([
          ("http_port", .number("HTTPPort")), ("https_port", .number("HTTPSPort")),
          ("ip_address_type", .value("IpAddressType")), ("origin_http_version", .value("OriginHttpVersion")),
          ("origin_keepalive_timeout", .number("OriginKeepaliveTimeout")),
          ("origin_mtls_config", .block("OriginMtlsConfig", originMtls)),
          ("origin_protocol_policy", .value("OriginProtocolPolicy")),
          ("origin_read_timeout", .number("OriginReadTimeout")), ("origin_ssl_protocols", .list("OriginSslProtocols")),
        ]))
    ), ("origin_access_control_id", .value("OriginAccessControlId")),
    (
      "origin_shield",
      .block(
        "OriginShield",
        Block([("enabled", .value("Enabled")), ("origin_shield_region", .value("OriginShieldRegion"))]))
    ), ("response_completion_timeout", .number("ResponseCompletionTimeout")),
    (
      "s3_origin_config",
      .block("S3OriginConfig", Block([("origin_access_identity", .value("OriginAccessIdentity"))]))
    ),
    (
      "vpc_origin_config",
      .block(
        "VpcOriginConfig",
        Block([
          ("origin_http_version", .value("OriginHttpVersion")),
          ("origin_keepalive_timeout", .number("OriginKeepaliveTimeout")),
          ("origin_read_timeout", .number("OriginReadTimeout")), ("owner_account_id", .value("OwnerAccountId")),
          ("vpc_origin_id", .value("VpcOriginId")),
        ]))
    ),
  ]) { result, _ in
    // 0 is no limit, which the API leaves out.
    if result.members["ResponseCompletionTimeout"]?.integer == 0 { result.members["ResponseCompletionTimeout"] = .null }
  }

  private static let originMtls = Block([("client_certificate_arn", .value("ClientCertificateArn"))])

  /// The values of headers are secrets, of which an estate has only the names.
  private static let customHeader = Block([("name", .value("HeaderName")), ("value", .secret("HeaderValue"))])

  private static let originGroup = Block([
    ("origin_id", .value("Id")),
    ("failover_criteria", .block("FailoverCriteria", Block([("status_codes", .list("StatusCodes"))]))),
    ("member", .blocks("Members", Block([("origin_id", .value("OriginId"))]))),
  ])
}
