import Auditing
import Documents
import Estate
import Terraform
import Testing

/// What single attributes become.
@Suite struct MappingTests {
  private func declare(_ type: String, _ values: JSONValue) throws -> Declaration {
    let document = try TerraformDocument(Sample.state(["type": .string(type), "name": "a", "values": values]))
    #expect(document.notes == [])
    return try #require(document.state.first)
  }

  private func notes(_ type: String, _ values: JSONValue) throws -> [String] {
    try TerraformDocument(Sample.state(["type": .string(type), "name": "a", "values": values])).notes
      .map(\.description)
  }

  // MARK: Which resource

  @Test func `resources are known by what AWS calls them`() throws {
    let policy: JSONValue = ["id": "6583", "name": "short"]
    #expect(try declare("aws_cloudfront_distribution", ["id": "E1"]).selector == .init(.distribution, id: "E1"))
    #expect(try declare("aws_cloudfront_cache_policy", policy).selector == .init(.cachePolicy, id: "6583"))
    #expect(try declare("aws_cloudfront_origin_request_policy", policy).selector.type == .originRequestPolicy)
    #expect(try declare("aws_cloudfront_response_headers_policy", policy).selector.type == .responseHeadersPolicy)
    #expect(try declare("aws_cloudfront_origin_access_control", policy).selector.id == "6583")
    // Of these the id in Terraform is not the one by which audit knows them.
    #expect(try declare("aws_cloudfront_key_value_store", policy).selector == .init(.keyValueStore, id: "short"))
    #expect(try declare("aws_iam_role", policy).selector == .init(.role, id: "short"))
  }

  @Test func `the region is that of the ARN, or of the attribute that provider 6 has`() throws {
    let arn: JSONValue = "arn:aws:lambda:eu-west-1:111122223333:function:a"
    func region(_ values: JSONValue) throws -> String? { try declare("aws_lambda_function", values).selector.region }
    #expect(try region(["function_name": "a", "arn": arn]) == "eu-west-1")
    #expect(try region(["function_name": "a", "region": "us-east-1"]) == "us-east-1")
    #expect(try region(["function_name": "a"]) == nil)
    let group = try declare("aws_cloudwatch_log_group", ["name": "/a", "region": "ap-northeast-1"])
    #expect(group.selector == .init(.logGroup, id: "/a", region: "ap-northeast-1"))
  }

  @Test func `a block that sets a header is one whatever it says`() throws {
    let values: JSONValue = [
      "id": "1",
      "security_headers_config": [
        ["content_type_options": [["override": false]], "xss_protection": [], "frame_options": []]
      ],
    ]
    let declared = try declare("aws_cloudfront_response_headers_policy", values)
    let config = declared.expect["ResponseHeadersPolicyConfig"]
    #expect(config?["SecurityHeadersConfig"] == ["ContentTypeOptions": ["Override": false]])
    let none = try declare("aws_cloudfront_response_headers_policy", ["id": "1", "security_headers_config": []])
    #expect(none.expect["ResponseHeadersPolicyConfig"]?["SecurityHeadersConfig"].isNull ?? true)
  }

  // MARK: Distributions

  private func behavior(_ values: JSONValue) throws -> JSONValue {
    let values: JSONValue = ["id": "E1", "default_cache_behavior": [values]]
    return try declare("aws_cloudfront_distribution", values).document["DefaultCacheBehavior"]
  }

  @Test func `lifetimes count only without a cache policy`() throws {
    let ttl: JSONObject = ["min_ttl": 0, "default_ttl": 60, "max_ttl": 3600]
    let with = try behavior(.object(ttl.merging(["cache_policy_id": "6583"])))
    #expect(with == ["CachePolicyId": "6583"])
    let without = try behavior(.object(ttl.merging(["cache_policy_id": ""])))
    #expect(without == ["CachePolicyId": nil, "MinTTL": 0, "DefaultTTL": 60, "MaxTTL": 3600])
  }

  @Test func `signers are on where there are any`() throws {
    let trusted = try behavior(["trusted_key_groups": ["k1"], "trusted_signers": [], "compress": true])
    #expect(trusted == ["Compress": true, "TrustedKeyGroups": ["Enabled": true, "Items": ["k1"]]])
  }

  @Test func `blocks that are not set, or off, are nothing to hold against AWS`() throws {
    let empty = try behavior([
      "compress": true, "grpc_config": [["enabled": false]], "forwarded_values": [], "field_level_encryption_id": "",
    ])
    #expect(empty == ["Compress": true, "FieldLevelEncryptionId": nil])
    #expect(try behavior(["grpc_config": [["enabled": true]]]) == ["GrpcConfig": ["Enabled": true]])
  }

  @Test func `the certificate of CloudFront decides on TLS by itself`() throws {
    func certificate(_ values: JSONValue) throws -> JSONValue {
      let values: JSONValue = ["id": "E1", "viewer_certificate": [values]]
      return try declare("aws_cloudfront_distribution", values).document["ViewerCertificate"]
    }
    let tls: JSONObject = ["minimum_protocol_version": "TLSv1.2_2021", "ssl_support_method": "sni-only"]
    let default_ = try certificate(
      .object(tls.merging(["cloudfront_default_certificate": true, "acm_certificate_arn": ""])))
    #expect(default_ == ["CloudFrontDefaultCertificate": true, "ACMCertificateArn": nil])
    let own = try certificate(.object(tls.merging(["iam_certificate_id": "ASCA"])))
    #expect(own["MinimumProtocolVersion"] == "TLSv1.2_2021")
    #expect(own["SSLSupportMethod"] == "sni-only")
  }

  @Test func `origins of every kind`() throws {
    let origins = try declare(
      "aws_cloudfront_distribution",
      [
        "id": "E1",
        "origin": [
          [
            "origin_id": "legacy",
            "s3_origin_config": [["origin_access_identity": "origin-access-identity/cloudfront/E2"]],
          ],
          [
            "origin_id": "inner", "response_completion_timeout": 0,
            "vpc_origin_config": [
              [
                "vpc_origin_id": "vo_1", "origin_read_timeout": 30, "origin_keepalive_timeout": 5,
                "owner_account_id": "",
              ]
            ],
          ],
          [
            "origin_id": "app", "response_completion_timeout": 90,
            "origin_shield": [["enabled": true, "origin_shield_region": "us-east-1"]],
            "custom_origin_config": [
              ["http_port": 80, "ip_address_type": "dualstack", "origin_ssl_protocols": ["TLSv1.2"]]
            ],
          ],
        ],
      ]
    ).document["Origins"]
    #expect(
      origins[0]
        == ["Id": "legacy", "S3OriginConfig": ["OriginAccessIdentity": "origin-access-identity/cloudfront/E2"]])
    #expect(
      origins[1]["VpcOriginConfig"]
        == ["VpcOriginId": "vo_1", "OriginReadTimeout": 30, "OriginKeepaliveTimeout": 5, "OwnerAccountId": nil])
    #expect(origins[1]["ResponseCompletionTimeout"].isNull)
    #expect(origins[2]["ResponseCompletionTimeout"] == 90)
    #expect(origins[2]["OriginShield"] == ["Enabled": true, "OriginShieldRegion": "us-east-1"])
    #expect(
      origins[2]["CustomOriginConfig"]
        == ["HTTPPort": 80, "IpAddressType": "dualstack", "OriginSslProtocols": ["TLSv1.2"]])
  }

  @Test func `what provider 6 adds to distributions`() throws {
    let distribution = try declare(
      "aws_cloudfront_distribution",
      [
        "id": "E1", "anycast_ip_list_id": "ip_1", "connection_function_association": [["id": "cf_1"]],
        "logging_v1_enabled": true,
        "viewer_mtls_config": [
          [
            "mode": "required",
            "trust_store_config": [["trust_store_id": "ts_1", "advertise_trust_store_ca_names": true]],
          ]
        ],
      ])
    #expect(
      distribution.expect == [
        "AnycastIpListId": "ip_1", "ConnectionFunctionAssociation": ["Id": "cf_1"],
        "ViewerMtlsConfig": [
          "Mode": "required", "TrustStoreConfig": ["AdvertiseTrustStoreCaNames": true, "TrustStoreId": "ts_1"],
        ],
      ])
  }

  @Test func `a distribution without logs says so`() throws {
    let distribution = try declare("aws_cloudfront_distribution", ["id": "E1", "logging_config": []])
    #expect(distribution.expect == ["Logging": ["Enabled": false]])
    let second = try declare(
      "aws_cloudfront_distribution",
      ["id": "E1", "logging_config": [["bucket": "", "include_cookies": true, "prefix": ""]]])
    #expect(
      second.expect == ["Logging": ["Bucket": nil, "IncludeCookies": true, "Prefix": nil, "Enabled": false]])
  }

  // MARK: Functions

  @Test func `a function that is not published is declared in DEVELOPMENT alone`() throws {
    func stages(_ publish: JSONValue) throws -> [String] {
      let values: JSONValue = ["name": "f", "code": "c", "runtime": "cloudfront-js-2.0", "publish": publish]
      return try TerraformDocument(
        Sample.state(["type": "aws_cloudfront_function", "name": "a", "values": values])
      ).state.first?.expect.names ?? []
    }
    #expect(try stages(true) == ["DEVELOPMENT", "LIVE"])
    #expect(try stages(false) == ["DEVELOPMENT"])
    #expect(try stages(nil) == ["DEVELOPMENT"])
    #expect(
      try notes("aws_cloudfront_function", ["name": "f"]) == [
        "aws_cloudfront_function.a: publish is not set, as after an import, so LIVE is not declared"
      ])
  }

  @Test func `associations are a whole, unless the provider does not know them yet`() throws {
    let known = try declare(
      "aws_cloudfront_function", ["name": "f", "publish": false, "key_value_store_associations": nil])
    #expect(known.document["DEVELOPMENT"]["FunctionConfig"]["KeyValueStoreAssociations"] == [])
    #expect(known.only == ["DEVELOPMENT.FunctionConfig.KeyValueStoreAssociations"])
    let unknown = try declare(
      "aws_cloudfront_function", ["name": "f", "publish": false, "runtime": "cloudfront-js-1.0"])
    #expect(unknown.document["DEVELOPMENT"]["FunctionConfig"] == ["Runtime": "cloudfront-js-1.0"])
    #expect(unknown.only == [])
  }

  @Test func `the code of a Lambda function is that of its digest`() throws {
    let (one, other) = ("fbXL1v9latz24ZoGQO7/RuL/ENE/WxeyshXQCMmhoE8=", "not-a-digest")
    func digest(_ values: JSONObject) throws -> JSONValue? {
      let values = values.merging(["function_name": "f"])
      return try declare("aws_lambda_function", .object(values)).expect["CodeSha256"]
    }
    #expect(try digest(["code_sha256": .string(one), "source_code_hash": ""]) == .string(one))
    #expect(try digest(["code_sha256": .string(one), "source_code_hash": .string(other)]) == .string(one))
    // Provider 4 reads what AWS says into the attribute.
    #expect(try digest(["source_code_hash": .string(one)]) == .string(one))
    #expect(try digest(["source_code_hash": .string(other)]) == nil)
  }

  @Test func `what a Lambda function does not have may not be there`() throws {
    let function = try declare(
      "aws_lambda_function",
      [
        "function_name": "f", "environment": [], "vpc_config": [], "dead_letter_config": [], "layers": nil,
        "reserved_concurrent_executions": -1, "snap_start": [],
      ])
    #expect(function.absent == ["DeadLetterConfig.TargetArn", "Environment.Variables", "VpcConfig.SubnetIds"])
    let expected: JSONObject = ["Layers": nil, "ReservedConcurrentExecutions": nil, "SnapStart": ["ApplyOn": "None"]]
    #expect(function.expect == expected)
    let layered = try declare("aws_lambda_function", ["function_name": "f", "layers": ["arn:l"]])
    #expect(layered.expect == ["Layers": [["Arn": "arn:l"]]])
  }

  @Test func `blocks that a distribution does not have may not be there, and others say nothing`() throws {
    let places: [DocumentPath] = ["ConnectionFunctionAssociation", "ViewerMtlsConfig"]
    let empty = try declare(
      "aws_cloudfront_distribution", ["id": "E1", "viewer_mtls_config": [], "connection_function_association": []])
    #expect(empty.absent == places)
    let silent = try declare("aws_cloudfront_distribution", ["id": "E1"])
    #expect(silent.absent.isEmpty)
    let full = try declare(
      "aws_cloudfront_distribution",
      ["id": "E1", "viewer_mtls_config": [["mode": "required"]], "connection_function_association": [["id": "cf"]]])
    #expect(full.absent.isEmpty && full.expect["ConnectionFunctionAssociation"] == ["Id": "cf"])
  }

  @Test func `a retention of 0 is none`() throws {
    let kept = try declare("aws_cloudwatch_log_group", ["name": "/a", "retention_in_days": 0])
    #expect(kept.absent == ["retentionInDays"])
    #expect(kept.expect == [:])
    let deleted = try declare("aws_cloudwatch_log_group", ["name": "/a", "retention_in_days": 30])
    #expect(deleted.expect == ["retentionInDays": 30])
    #expect(deleted.absent == [])
  }

  // MARK: What cannot be mapped

  @Test func `types that are not compared are said`() throws {
    #expect(
      try notes("aws_cloudfront_realtime_log_config", ["name": "a"]) == [
        "aws_cloudfront_realtime_log_config.a is of a type that is not compared"
      ])
    #expect(try notes("awscc_cloudfront_distribution", [:]).count == 1)
    #expect(try notes("aws_instance", ["id": "i-1"]) == ["aws_instance is a type that is not compared (1 of it)"])
  }

  @Test func `attributes that are set and have no counterpart are said`() throws {
    #expect(
      try notes("aws_lambda_function", ["function_name": "f", "tags": ["a": "b"], "code_signing_config_arn": ""]) == [
        "aws_lambda_function.a: tags has no counterpart in what audit reads"
      ])
    #expect(
      try notes("aws_cloudfront_distribution", ["id": "E1", "origin": [["origin_id": "a", "new_thing": [["x": 1]]]]])
        == [
          "aws_cloudfront_distribution.a: origin[0].new_thing has no counterpart in what audit reads"
        ])
  }

  @Test func `a policy that is none is said and left out`() throws {
    #expect(
      try notes("aws_s3_bucket_policy", ["bucket": "a", "policy": "nonsense"]) == [
        "aws_s3_bucket_policy.a: policy is no policy document, or names a member twice"
      ])
    #expect(
      try notes("aws_s3_bucket_policy", ["bucket": "a", "policy": #"{"Version": "1", "Version": "2"}"#]) == [
        "aws_s3_bucket_policy.a: policy is no policy document, or names a member twice"
      ])
    #expect(
      try notes("aws_iam_role", ["name": "a", "assume_role_policy": "[]"]) == [
        "aws_iam_role.a: assume_role_policy is no policy document, or names a member twice"
      ])
  }
}
