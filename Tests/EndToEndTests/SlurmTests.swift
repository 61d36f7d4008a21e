import Documents
import Foundation
import Testing

private enum Slurm {
  static let isInstalled = ["/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/bin/sbatch"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: $0)
  }
}

/// Slurm itself on this machine: Debian's slurm-wlm, with an array of shards as `examples/slurm-shards.sh` submits it.
@Suite(.needsPython, .enabled(if: Slurm.isInstalled, "Slurm is not installed: apt-get install slurm-wlm"))
struct SlurmTests {
  @Test func `of eight shards one is killed: the merge names it, and once it was run again it is whole`() async throws {
    let hub = try await AccountCommandTests.hub.value
    let folder = try Folder()
    let accounts =
      ["- {id: \"400000000000\", name: hub}"]
      + ["books", "shop"].map { "- {id: \"\(hub.member($0))\", name: \($0), role: \(hub.role)}" }
      + [
        "- {id: \"\(hub.member("remote"))\", role: [\"arn:aws:iam::400000000000:role/stairs\", \(hub.role)], "
          + "externalId: of-remote}"
      ]
      + (hub.told["empty"].array ?? []).compactMap(\.string).map { "- {id: \"\($0)\", role: \(hub.role)}" }
    try #require(accounts.count == 8)
    try folder.write(accounts.joined(separator: "\n"), to: "accounts.yaml")
    // Shard 6 is killed as the machine would do it, while the file stands.
    try folder.write("", to: "kill")
    try folder.write(
      """
      #!/bin/sh
      if [ "${SLURM_ARRAY_TASK_ID-}" = 6 ] && [ -e "\(folder.url.path)/kill" ]; then kill -9 $$; fi
      exec "\(Harness.binary.path)" "$@"
      """, to: "audit")
    try folder.write(
      """
      set -eu
      wait_for_all() { i=0; while [ -n "$(squeue -h)" ] && [ $i -lt 240 ]; do sleep 0.5; i=$((i + 1)); done; }
      AUDIT="sh \(folder.url.path)/audit" sh "\(Harness.root.path)/examples/slurm-shards.sh" 8 accounts.yaml reports
      wait_for_all
      cp reports/audit.txt first.txt
      rm kill
      sbatch --output=reports/again.log --wrap="exec sh \
      \(folder.url.path)/audit check --accounts accounts.yaml --shard 6/8 --format json --output reports/shard-6.json"
      wait_for_all
      """, to: "run.sh")
    let environment = hub.environment.merging(["PATH": "/usr/bin:/bin:/usr/sbin:/sbin"]) { $1 }
    let script = Harness.root.appendingPathComponent("Tests/EndToEndTests/Fixtures/slurm.sh")
    // Daemons that would not end are ended.
    let run = try await Harness.run(
      URL(fileURLWithPath: "/usr/bin/timeout"),
      ["-k", "10", "360", "sh", script.path, folder.url.appendingPathComponent("slurm").path, "sh", "run.sh"],
      environment: environment, folder: folder.url)
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    #expect(folder.text("first.txt")?.contains("Shard 6/8 is missing") == true, "\(folder.text("first.txt") ?? "")")
    let whole = try await Harness.audit(
      "check", "--accounts", "accounts.yaml", "--format", "json", environment: hub.environment, folder: folder.url)
    let merged = try await Harness.audit("merge", "reports", "--format", "json", folder: folder.url)
    #expect(merged.status == 2, "\(merged.errors)")
    #expect(try merged.json["summary"] == whole.json["summary"])
    #expect(try merged.json["run"]["accounts"].array?.count == 8)
  }
}
