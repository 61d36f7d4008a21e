import Estate
import Schema
import Testing

@testable import Accounts

@Suite struct ShardTests {
  @Test func `each account and each resource is judged in exactly one shard, and they are spread evenly`() {
    let names = (0..<2_000).map { String(100_000_000_000 + $0 * 7) }
    for count in [1, 2, 3, 8, 50] {
      let shards = (0..<count).compactMap { Shard($0, of: count) }
      #expect(shards.count == count)
      for name in names {
        #expect(shards.count { $0.owns(account: name) } == 1)
        #expect(shards.count { $0.owns(ResourceKey(.distribution, name)) } == 1)
      }
      let sizes = shards.map { shard in names.count { shard.owns(account: $0) } }
      #expect(sizes.allSatisfy { Double($0) > 0.5 * Double(names.count / count) }, "\(count): \(sizes)")
    }
  }

  @Test func `versions of a function are judged together, since a repair of one changes that of the next`() {
    func owner(_ id: String) -> Int? {
      (0..<8).first { Shard($0, of: 8)?.owns(ResourceKey(.lambdaVersion, id, region: "us-east-1")) == true }
    }
    let names = (0..<100).map { "edge-\($0)" }
    #expect(names.allSatisfy { name in Set((1...9).map { owner("\(name):\($0)") }).count == 1 })
    #expect(Set(names.map { owner("\($0):1") }).count == 8)
  }

  @Test func `what stands for all of a kind is said by every shard`() {
    #expect((0..<4).allSatisfy { Shard($0, of: 4)?.owns(ResourceKey(.role, "*")) == true })
  }

  @Test func `the hash stays the same from version to version, or shards of two versions would overlap`() {
    let owners = ["111122223333", "222233334444", "333344445555", "444455556666"].map { account in
      (0..<8).first { Shard($0, of: 8)?.owns(account: account) == true }
    }
    #expect(owners == Self.recorded)
  }

  static let recorded: [Int?] = [6, 0, 6, 0]

  @Test(
    arguments: [
      (["AWS_BATCH_JOB_ARRAY_INDEX": "3", "AWS_BATCH_JOB_ARRAY_SIZE": "8"], "3/8"),
      (["SLURM_ARRAY_TASK_ID": "5", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_COUNT": "8"], "4/8"),
      (
        [
          "SLURM_ARRAY_TASK_ID": "14", "SLURM_ARRAY_TASK_MIN": "10", "SLURM_ARRAY_TASK_STEP": "2",
          "SLURM_ARRAY_TASK_COUNT": "4",
        ], "2/4"
      ),
      (
        [
          "SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_COUNT": "8", "AUDIT_SHARDS": "8",
        ], "2/8"
      ),
      (["JOB_COMPLETION_INDEX": "0", "AUDIT_SHARDS": "5"], "0/5"),
    ])
  func `an engine says which shard a process is`(environment: [String: String], shard: String) throws {
    #expect(try Shard(environment: environment).description == shard)
  }

  @Test(
    arguments: [
      [:], ["JOB_COMPLETION_INDEX": "0"], ["JOB_COMPLETION_INDEX": "5", "AUDIT_SHARDS": "5"],
      ["AWS_BATCH_JOB_ARRAY_INDEX": "2"], ["JOB_COMPLETION_INDEX": "x", "AUDIT_SHARDS": "5"],
      ["SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_STEP": "2", "SLURM_ARRAY_TASK_COUNT": "4"],
      ["SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_MIN": "5", "SLURM_ARRAY_TASK_COUNT": "4"],
    ])
  func `what an engine leaves open is an error that names the variable`(environment: [String: String]) {
    #expect {
      try Shard(environment: environment)
    } throws: { error in
      "\(error)".contains("AUDIT_SHARDS") || "\(error)".contains("_")
    }
  }

  @Test func `one task of a Slurm array that is submitted again does not pass for another shard`() {
    // `sbatch --array=3 --export=ALL,AUDIT_SHARDS=8`, by Slurm 22.05.
    let environment = [
      "SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_MIN": "3", "SLURM_ARRAY_TASK_MAX": "3",
      "SLURM_ARRAY_TASK_STEP": "1", "SLURM_ARRAY_TASK_COUNT": "1", "AUDIT_SHARDS": "8",
    ]
    let error = #expect(throws: ShardError.self) { try Shard(environment: environment) }
    #expect(error?.description.contains("--shard I/8") == true, "\(error?.description ?? "")")
  }

  @Test(arguments: ["3/3", "-1/3", "1", "1/0", "a/b", "1/2/3", "", "/", "0/10001", "0/9223372036854775807"])
  func `what is no shard is none`(text: String) { #expect(Shard(text) == nil) }
}
