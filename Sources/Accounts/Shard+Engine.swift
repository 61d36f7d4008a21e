import Estate

/// Why it cannot be told which shard a run is.
public struct ShardError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is missing, and what to do.
  public let description: String
}

extension Shard {
  /// The variable that says how many shards there are, where the engine does not.
  public static let countVariable = "AUDIT_SHARDS"

  /// The shard that the engine which started this process says it is: of an AWS Batch array, a Slurm array or a
  /// Kubernetes Job with indexes.
  ///
  /// <https://docs.aws.amazon.com/batch/latest/userguide/array_jobs.html>,
  /// <https://slurm.schedmd.com/job_array.html>,
  /// <https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode>
  ///
  /// - Throws: ``ShardError`` where there is none, or what it says makes no sense.
  public init(environment: [String: String]) throws(ShardError) {
    func number(_ name: String) throws(ShardError) -> Int? {
      guard let text = environment[name], !text.isEmpty else { return nil }
      guard let number = Int(text), number >= 0 else {
        throw ShardError(description: "\(name) is \"\(text)\", which is no number from 0.")
      }
      return number
    }
    let told = try number(Self.countVariable)
    let index: Int
    let count: Int
    let name: String
    if let own = try number("AWS_BATCH_JOB_ARRAY_INDEX") {
      let said = try number("AWS_BATCH_JOB_ARRAY_SIZE")
      guard let size = told ?? said else {
        throw ShardError(
          description: "AWS_BATCH_JOB_ARRAY_INDEX is set, but AWS_BATCH_JOB_ARRAY_SIZE is not: set AUDIT_SHARDS.")
      }
      (index, count, name) = (own, size, "AWS_BATCH_JOB_ARRAY_INDEX")
    } else if let own = try number("SLURM_ARRAY_TASK_ID") {
      let (least, step) = (try number("SLURM_ARRAY_TASK_MIN") ?? 0, max(1, try number("SLURM_ARRAY_TASK_STEP") ?? 1))
      let said = try number("SLURM_ARRAY_TASK_COUNT")
      guard let size = told ?? said else {
        throw ShardError(
          description: "SLURM_ARRAY_TASK_ID is set, but SLURM_ARRAY_TASK_COUNT is not: set AUDIT_SHARDS.")
      }
      if let told, let said, told != said {
        throw ShardError(
          description:
            "This Slurm array has \(said) task\(said == 1 ? "" : "s"), and \(Self.countVariable) says that there "
            + "are \(told) shards: an array that is a part of another does not say which of them task \(own) is. Say it, "
            + "as --shard I/\(told).")
      }
      guard own >= least, (own - least) % step == 0 else {
        throw ShardError(
          description: "SLURM_ARRAY_TASK_ID \(own) is not in an array from \(least) by steps of \(step): write the "
            + "array as a range, such as --array=0-7.")
      }
      (index, count, name) = ((own - least) / step, size, "SLURM_ARRAY_TASK_ID")
    } else if let own = try number("JOB_COMPLETION_INDEX") {
      guard let told else {
        throw ShardError(
          description:
            "JOB_COMPLETION_INDEX is set, and Kubernetes does not say how many there are: set AUDIT_SHARDS to "
            + "the Job's .spec.completions.")
      }
      (index, count, name) = (own, told, "JOB_COMPLETION_INDEX")
    } else {
      throw ShardError(
        description:
          "--shard auto: this is no AWS Batch array, no Slurm array and no Kubernetes Job with indexes, for none "
          + "of AWS_BATCH_JOB_ARRAY_INDEX, SLURM_ARRAY_TASK_ID and JOB_COMPLETION_INDEX is set. Say --shard I/N.")
    }
    guard let shard = Shard(index, of: count) else {
      throw ShardError(
        description: "\(name) says shard \(index), and there are \(count), counted from 0, of \(Shard.most) at most.")
    }
    self = shard
  }
}
