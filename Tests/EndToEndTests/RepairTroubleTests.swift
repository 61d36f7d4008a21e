import Documents
import Foundation
import Testing

/// `audit fix` and `audit undo` against the emulator while others write, calls fail and people interrupt. The scenarios
/// are played by scripts beside this file, which only tell what came of them.
@Suite(.needsPython) struct RepairTroubleTests {
  private static let emulator = Result { try Server("scripts/emulator.py", "--json") }

  /// What a script of `Fixtures` tells about its scenario.
  private static func play(_ script: String, _ arguments: String...) async throws -> JSONValue {
    let endpoint = try emulator.get().greeting["AWS_ENDPOINT_URL"].string ?? ""
    let finished = try await Harness.run(
      try #require(Harness.python),
      [Harness.root.appendingPathComponent("Tests/EndToEndTests/Fixtures/\(script)").path, endpoint] + arguments,
      environment: ["AUDIT": Harness.binary.path, "PYTHONDONTWRITEBYTECODE": "1"])
    try #require(finished.status == 0, "\(finished.errors)")
    return try finished.json
  }

  /// How often each status occurs among the steps of a run.
  private func statuses(_ run: JSONValue) -> [String: Int] {
    (run["steps"].object?.values ?? []).reduce(into: [:]) { $0[$1["status"].string ?? "", default: 0] += 1 }
  }

  /// What was said of the step on a kind of part.
  private func step(_ part: String, of run: JSONValue) -> JSONValue {
    run["steps"].object?.first { $0.name.hasPrefix(part + " ") }?.value ?? .null
  }

  // MARK: Others

  @Test func `of two fixers and an editor nobody loses what he has written`() async throws {
    let rounds = try await Self.play("races.py", "510000000001", "3").array ?? []
    #expect(rounds.count == 3)
    // Who writes all the time may win five times in a row, but not always.
    let ends = rounds.flatMap { $0["fixers"].array ?? [] }.map { step("configuration", of: $0)["status"] }
    #expect(ends.contains("applied"), "\(ends)")
    for round in rounds {
      #expect(round["gone"] == [])
      let (final, written) = (round["final"], round["written"])
      for name in ["distribution", "function", "store"] where !(written[name] == "" || written[name].isNull) {
        #expect(final[name] == written[name])
      }
      // What one of the two has done is done.
      let runs = round["fixers"].array ?? []
      func isDone(_ part: String) -> Bool {
        runs.contains { ["applied", "done"].contains(step(part, of: $0)["status"]) }
      }
      if isDone("configuration") { #expect(final["protocol"] == "redirect-to-https") }
      #expect(isDone("trustPolicy") && final["trust"] == ["edgelambda.amazonaws.com", "lambda.amazonaws.com"])
      if isDone("items") { #expect(final["keys"].array?.last == "new") }
      if isDone("stages") { #expect(final["stages"]["LIVE"] == [true]) }
      for (run, claims) in zip(runs, round["claims"].array ?? []) {
        // A journal tells of just what was done.
        for claim in claims.object ?? [:] { #expect(claim.value[0] == claim.value[1], "\(claim.name)") }
        let isGood = statuses(run).keys.allSatisfy { ["applied", "done"].contains($0) }
        // Nor could everything be read again while it was being written.
        let report = try JSONReader.read(Array((run["output"].string ?? "").utf8))
        let isRead = report["errors"] == []
        #expect(run["code"] == (isRead ? isGood ? 0 : 2 : 1), "\(statuses(run)) \(report["errors"])")
        // Who says that he changed something has done so, and who found it done has not.
        for (part, operation) in [("configuration", "UpdateDistribution"), ("trustPolicy", "UpdateAssumeRolePolicy")] {
          #expect((step(part, of: run)["status"] == "applied") == (claims[operation][1] != 0), "\(run)")
        }
      }
      // Where a service has no version to compare with, nothing lies between the last look and the write.
      for log in round["logs"].array ?? [] {
        let names = (log.array ?? []).compactMap(\.string)
        for (write, read) in Self.unguarded {
          guard let index = names.firstIndex(of: write) else { continue }
          #expect(names[index - 1].contains(read), "\(names[index - 1])")
        }
      }
    }
  }

  /// Writes that replace whatever is there, and what reads it.
  private static let unguarded = [
    ("UpdateAssumeRolePolicy", "GetRole"), ("AttachRolePolicy", "ListAttachedRolePolicies"),
    ("PutBucketPolicy", "policy"),
    ("PutPublicAccessBlock", "publicAccessBlock"), ("PutRetentionPolicy", "DescribeLogGroups"),
    ("PutFunctionConcurrency", "concurrency"),
  ]

  @Test func `a value that somebody else has changed since the plan stays, and the rest is done`() async throws {
    let told = try await Self.play("overtaken.py", "550000000001")
    #expect(told["fix"]["code"] == 2)
    let expected: Set = [
      "configuration", "stages", "trustPolicy", "retention", "reservedConcurrency", "publicAccessBlock",
    ]
    for part in expected {
      let step = step(part, of: told["fix"])
      #expect(step["status"] == "overtaken", "\(part): \(step)")
      let message = step["message"].string ?? ""
      #expect(message.contains("somebody else changed it") && message.contains("Nothing was written."))
      #expect(part != "retention" || message.hasPrefix("retentionInDays was not set and is "), "\(message)")
      // However long the two are, it is seen where they differ.
      let told = try #require(message.firstMatch(of: #/ was (.+?) and is (.+?) now[:;]/#), "\(message)")
      #expect(told.1 != told.2, "\(message)")
    }
    #expect(step("items", of: told["fix"])["status"] == "applied")
    #expect(step("attachedPolicies", of: told["fix"])["status"] == "applied")
    #expect(told["reverted"] == [] && told["trust"] == true && told["statements"] == true)
    #expect(
      told["writes"]
        == ["AttachRolePolicy", "PublishVersion", "PutBucketPolicy", "UpdateFunctionConfiguration", "UpdateKeys"])
  }

  // MARK: Faults

  private static let passing = [
    "lost-twice", "truncated", "lost-then-throttled", "conflicts", "microburst",
  ]

  @Test(arguments: passing.indices)
  func `a write that fails for a while is done once`(index: Int) async throws {
    let told = try await Self.play("write_faults.py", Self.passing[index], "56000000000\(index)")
    #expect(told["fix"]["code"] == 0, "\(told["fix"])")
    #expect(statuses(told["fix"]) == ["applied": 10])
    for done in told["done"].object ?? [:] where Self.passing[index] != "microburst" {
      // Publishing what is published already gives the version that there is.
      #expect(done.name == "PublishVersion" ? done.value != 0 : done.value == 1, "\(done.name)")
    }
    #expect(told["versions"] == 1)
    #expect(told["undo"]["code"] == 0, "\(told["undo"])")
    #expect(told["isRestored"] == true, "\(told["different"])")
  }

  @Test(arguments: ["conflicts-for-ever", "never-done", "always-lost"])
  func `a write that fails for good is given up after five rounds, and what waits for it is left`(
    fault: String
  ) async throws {
    let told = try await Self.play("write_faults.py", fault, "5700000000\(fault.count)")
    let counts = statuses(told["fix"])
    let configuration = step("configuration", of: told["fix"])
    #expect(configuration["message"].string?.contains("was published, so") == true, "\(configuration)")
    switch fault {
    case "always-lost":
      // What else changes on the distribution does not wait for the version.
      #expect(counts == ["applied": 8, "unknown": 1, "partial": 1])
      #expect(step("version", of: told["fix"])["status"] == "unknown" && told["fix"]["code"] == 1)
      #expect(told["versions"] == 1 && told["asked"]["PublishVersion"] == 5)
    default:
      #expect(counts["applied"] == nil && counts["done"] == nil)
      #expect(told["fix"]["code"] == (counts["unknown"] == nil ? 2 : 1))
      let steps = told["fix"]["steps"].object?.values.filter { $0["status"] == "failed" } ?? []
      #expect(steps.count >= 8)
      #expect(steps.allSatisfy { $0["message"].string?.hasPrefix("Given up after 5 rounds") == true })
      for asked in told["asked"].object ?? [:] where asked.value != 0 { #expect(asked.value == 5, "\(asked.name)") }
    }
    #expect(told["isRestored"] == true, "\(told["different"])")
  }

  // MARK: A large store

  @Test func `5,000 keys are written with 100 calls, whoever else writes`() async throws {
    let told = try await Self.play("large_store.py", "520000000001")
    let (alone, shared) = (told["alone"], told["shared"])
    #expect(alone["fix"]["code"] == 0 && alone["undo"]["code"] == 0)
    #expect(alone["calls"]["asked"] == 100 && alone["calls"]["done"] == 100)
    #expect(alone["calls"]["requests"].integer ?? 0 < 250)
    #expect(alone["missing"] == [:] && alone["others"] == ["kept": "as it is"] && alone["notRestored"] == [])
    // Three writes came in between; one of them took a key.
    #expect(shared["fix"]["code"] == 2)
    #expect(shared["calls"]["asked"] == 103 && shared["calls"]["done"] == 100)
    let step = step("items", of: shared["fix"])
    #expect(step["status"] == "overtaken" && step["message"].string?.contains("/books/04999") == true)
    #expect(shared["missing"] == ["/books/04999": "mine"])
    #expect(shared["others"] == ["kept": "as it is", "other": "2", "another": "1"])
    #expect(
      shared["notRestored"] == [["/books/04999", .null, "mine"], ["another", .null, "1"], ["other", .null, "2"]])
    #expect(told["mebibytes"].integer ?? 0 < 256)
  }

  // MARK: Locks and signals

  @Test func `one run at a time, and each can be stopped`() async throws {
    let told = try await Self.play("stopping.py", "530000000001")
    let lock = told["lock"]
    for refused in [lock["refused"], lock["undo"]] {
      #expect(refused["code"] == 1)
      let text = refused["errors"].string ?? ""
      #expect(text.contains("process \(lock["process"].string ?? "")") && text.contains(lock["folder"].string ?? "-"))
    }
    #expect(lock["requests"] == ["GetCallerIdentity"])
    #expect(lock["killed"] == -9 && lock["third"]["code"] == 0)

    let interrupted = told["interrupted"]
    #expect(interrupted["fix"]["code"] == 130)
    #expect(statuses(interrupted["fix"]) == ["applied": 1, "stopped": 9])
    #expect(interrupted["writes"] == ["UpdateFunction", "PublishFunction"])
    let terminated = told["terminated"]
    #expect(terminated["fix"]["code"] == 143, "\(terminated["fix"])")
    #expect(statuses(terminated["fix"]) == ["applied": 2, "stopped": 8])
    for stopped in [interrupted, terminated] {
      #expect(stopped["journalled"] == stopped["writes"])
      #expect(stopped["end"] == ["record": "end", "complete": false])
      #expect(stopped["undo"]["code"] == 0 && stopped["isRestored"] == true, "\(stopped["different"])")
    }
    #expect(told["twice"]["fix"]["code"] == 130 && told["twice"]["again"]["code"] == 0)
  }

  // MARK: Manners

  @Test func `nothing is changed without consent, and everything is said`() async throws {
    let told = try await Self.play("manners.py", "540000000001")
    #expect(told["nobody"]["code"] == 1 && told["nobody"]["errors"].string?.contains("add --yes") == true)
    for name in ["no", "y", "nothing", "YES", "noColor", "NO_COLOR", "all"] {
      let run = told[name]
      #expect(run["code"] == 2 && run["asked"] == true && run["isUnchanged"] == true, "\(name)")
      let screen = (run["screen"].string ?? "").replacing(/\u{1B}\[[0-9;]*[A-Za-z]/, with: "\r")
      let lines = screen.split(whereSeparator: \.isNewline).flatMap { $0.split(separator: "\r") }
      #expect(lines.allSatisfy { $0.count <= 80 }, "\(name)")
      let colours = run["screen"].string?.contains(/\u{1B}\[[0-9;]*m/)
      #expect(colours == (["no", "y", "nothing", "YES"].contains(name)), "\(name)")
    }
    for name in ["tooMany", "dry"] {
      let run = told[name]
      #expect(run["code"] == 2 && run["isUnchanged"] == true, "\(name)")
      let report = try JSONReader.read(Array((run["output"].string ?? "").utf8))
      #expect(report["repairs"]["steps"].array?.allSatisfy { $0["status"] == "planned" } == true)
    }
    #expect(told["tooMany"]["errors"].string?.contains("--max-changes allows 2") == true)
    #expect(told["dryMany"]["errors"].string?.contains("--max-changes allows 2. Without --dry-run") == true)
    #expect(told["dry"]["errors"].string?.contains("--max-changes") == false)
    for name in ["readOnlyJournal", "noFolder"] {
      #expect(told[name]["code"] == 1 && told[name]["isUnchanged"] == true, "\(name)")
      #expect(told[name]["errors"].string?.contains("the folder of journals cannot be made") == true)
    }
    #expect(told["writesBeforeConsent"] == [] && told["journalsBeforeConsent"] == [])
    #expect(told["yes"]["code"] == 0 && told["yes"]["isUnchanged"] == false)
    #expect(told["modes"] == ["0o600", "0o700"])
    let report = try JSONReader.read(Array((told["json"]["output"].string ?? "").utf8))
    #expect(report["repairs"]["steps"][0]["status"] == "applied" && report["summary"]["fail"] == 0)
  }

  @Test func `an undo says what it cannot read, and leaves what others have changed`() async throws {
    let told = try await Self.play("manners.py", "540000000002")
    for (name, text) in [
      ("unknownRun", "There is no run \"20000101T000000Z-00000000\""), ("emptyFolder", "there is no journal"),
      ("foreign", "changed account 999999999999"), ("garbled", ":2: this line of the journal cannot be read"),
      ("noJournal", ":1: this line of the journal cannot be read"), ("emptyJournal", "this is no journal of audit fix"),
      ("missingFile", "there is no such file"),
    ] {
      #expect(told[name]["code"] == 1 && told[name]["errors"].string?.contains(text) == true, "\(told[name])")
    }
    #expect(told["overtakenUndo"]["isUnchanged"] == true)
    // Before anybody agrees to it as well: what is there now, and not what the journal says.
    for name in ["overtakenDryRun", "overtakenUndo"] {
      let left = told[name]
      let output = (left["output"].string ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(left["code"] == 2 && output.contains("somebody else changed it"), "\(left)")
      #expect(output.contains("is left:") && output.contains("is \"https-only\" now"), "\(output)")
      #expect(!output.contains("calls cloudfront:"), "\(output)")
    }
    #expect(told["undo"]["code"] == 0 && told["afterUndo"] == ["allow-all", false])
  }
}
