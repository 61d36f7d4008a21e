import Documents
import Foundation

extension Block {
  /// `aws_cloudfront_function`, each of its stages.
  static let function = Block(
    [
      ("code", .value("FunctionCode")), ("comment", .value("FunctionConfig.Comment")),
      ("runtime", .value("FunctionConfig.Runtime")),
      ("key_value_store_associations", .list("FunctionConfig.KeyValueStoreAssociations")),
    ], ignoring: ["arn", "etag", "id", "live_stage_etag", "name", "publish", "status"]
  ) { result, _ in
    guard var config = result.members["FunctionConfig"]?.object,
      let stores = config["KeyValueStoreAssociations"]?.array
    else { return }
    config["KeyValueStoreAssociations"] = .array(stores.map { .naming("KeyValueStoreARN", $0) })
    result.members["FunctionConfig"] = .object(config)
  }

  /// `aws_cloudfront_key_value_store`.
  static let keyValueStore = Block(
    [("comment", .value("Comment"))], ignoring: ["arn", "etag", "id", "last_modified_time", "name", "timeouts"])

  /// `aws_lambda_function`.
  static let lambdaFunction = Block(
    [
      ("role", .value("Role")), ("handler", .value("Handler")), ("runtime", .value("Runtime")),
      ("architectures", .list("Architectures")), ("dead_letter_config", .block("DeadLetterConfig", deadLetters)),
      ("description", .value("Description")),
      ("environment", .block("Environment", Block([("variables", .secrets("Variables"))]))),
      ("ephemeral_storage", .block("EphemeralStorage", Block([("size", .number("Size"))]))),
      (
        "file_system_config",
        .blocks("FileSystemConfigs", Block([("arn", .value("Arn")), ("local_mount_path", .value("LocalMountPath"))]))
      ),
      (
        "image_config",
        .block(
          "ImageConfigResponse.ImageConfig",
          Block([
            ("command", .list("Command")), ("entry_point", .list("EntryPoint")),
            ("working_directory", .value("WorkingDirectory")),
          ]))
      ), ("kms_key_arn", .value("KMSKeyArn")), ("layers", .list("Layers")),
      (
        "logging_config",
        .block(
          "LoggingConfig",
          Block([
            ("application_log_level", .value("ApplicationLogLevel")), ("log_format", .value("LogFormat")),
            ("log_group", .value("LogGroup")), ("system_log_level", .value("SystemLogLevel")),
          ]))
      ), ("memory_size", .number("MemorySize")), ("package_type", .value("PackageType")),
      ("reserved_concurrent_executions", .number("ReservedConcurrentExecutions")),
      ("snap_start", .block("SnapStart", Block([("apply_on", .value("ApplyOn"))], ignoring: ["optimization_status"]))),
      ("timeout", .number("Timeout")), ("tracing_config", .block("TracingConfig", Block([("mode", .value("Mode"))]))),
      (
        "vpc_config",
        .block(
          "VpcConfig",
          Block(
            [
              ("ipv6_allowed_for_dual_stack", .value("Ipv6AllowedForDualStack")),
              ("security_group_ids", .list("SecurityGroupIds")), ("subnet_ids", .list("SubnetIds")),
            ], ignoring: ["vpc_id"]))
      ),
    ],
    ignoring: [
      "arn", "code_sha256", "filename", "function_name", "id", "image_uri", "invoke_arn", "last_modified", "publish",
      "publish_to", "qualified_arn", "qualified_invoke_arn", "region", "replace_security_groups_on_destroy",
      "replacement_security_group_ids", "response_streaming_invoke_arn", "s3_bucket", "s3_key", "s3_object_version",
      "signing_job_arn", "signing_profile_version_arn", "skip_destroy", "source_code_hash", "source_code_size",
      "source_kms_key_arn", "tags_all", "timeouts", "version",
    ]
  ) { result, values in
    if let layers = result.members["Layers"]?.array {
      // Lists of objects compare by what they name, so an empty one would allow any.
      result.members["Layers"] = layers.isEmpty ? .null : .array(layers.map { .naming("Arn", $0) })
    }
    if result.members["ReservedConcurrentExecutions"]?.integer == -1 {
      result.members["ReservedConcurrentExecutions"] = .null
    }
    let places = [
      "environment": "Environment.Variables", "dead_letter_config": "DeadLetterConfig.TargetArn",
      "file_system_config": "FileSystemConfigs", "vpc_config": "VpcConfig.SubnetIds",
    ]
    if values["snap_start"]?.array?.isEmpty == true { result.members["SnapStart"] = ["ApplyOn": "None"] }
    for (name, place) in places.sorted(by: { $0.key < $1.key }) where values[name]?.array?.isEmpty == true {
      result.members[place.split(separator: ".").first.map(String.init) ?? place] = nil
      result.absent.append(DocumentPath(place))
    }
  }

  private static let deadLetters = Block([("target_arn", .value("TargetArn"))])

  /// `aws_cloudwatch_log_group`.
  static let logGroup = Block(
    [
      ("retention_in_days", .number("retentionInDays")), ("kms_key_id", .value("kmsKeyId")),
      ("log_group_class", .value("logGroupClass")),
      ("deletion_protection_enabled", .value("deletionProtectionEnabled")),
    ], ignoring: ["arn", "id", "name", "name_prefix", "region", "skip_destroy", "tags_all"]
  ) { result, _ in
    // Logs that are never deleted have no retention.
    guard result.members["retentionInDays"]?.integer == 0 else { return }
    result.members["retentionInDays"] = nil
    result.absent.append("retentionInDays")
  }

  /// `aws_iam_role`, without its policies.
  static let role = Block(
    [
      ("assume_role_policy", .policy("AssumeRolePolicyDocument")), ("description", .value("Description")),
      ("max_session_duration", .number("MaxSessionDuration")), ("path", .value("Path")),
      ("permissions_boundary", .value("PermissionsBoundary")),
      // Before 3.38 the provider knew no default tags, and no `tags_all`.
      ("tags", .tags("Tags")), ("tags_all", .tags("Tags")),
    ],
    ignoring: [
      "arn", "create_date", "force_detach_policies", "id", "inline_policy", "managed_policy_arns", "name",
      "name_prefix", "unique_id",
    ]
  ) { result, _ in
    guard let boundary = result.members["PermissionsBoundary"], !boundary.isNull else { return }
    result.members["PermissionsBoundary"] = .naming("PermissionsBoundaryArn", boundary)
  }

  /// Of types that say part of a resource, those that say all members of a structure, by the member that it is.
  static let ofMembers = ["PublicAccessBlockConfiguration": publicAccessBlock]

  /// `aws_s3_bucket_public_access_block`.
  private static let publicAccessBlock = Block(
    [
      ("block_public_acls", .value("BlockPublicAcls")), ("block_public_policy", .value("BlockPublicPolicy")),
      ("ignore_public_acls", .value("IgnorePublicAcls")), ("restrict_public_buckets", .value("RestrictPublicBuckets")),
    ], ignoring: ["bucket", "id", "region", "skip_destroy"])
}

extension JSONValue {
  /// An object of one member; what is withheld stays so.
  fileprivate static func naming(_ name: String, _ value: JSONValue) -> JSONValue {
    if case .unread = value { value } else { .object([name: value]) }
  }

  /// Whether this is a SHA-256 as Lambda writes it.
  var isDigest: Bool { string.flatMap { Data(base64Encoded: $0) }?.count == 32 }
}
