#if os(Linux)
  import Documents
  import Foundation
  import Testing

  /// A machine whose clock is wrong by hours, and jumps, with a state; the clock of the service is right throughout.
  @Suite(.needsPython, .serialized) struct ClockTests {
    /// What makes the clock of a process wrong.
    private static let clock = Task {
      let folder = try Folder()
      let library = folder.url.appendingPathComponent("clock.so")
      let source = Harness.root.appendingPathComponent("Tests/EndToEndTests/Fixtures/clock.c")
      let compiled = try await Harness.run(
        URL(fileURLWithPath: "/usr/bin/env"), ["cc", "-shared", "-fPIC", "-o", library.path, source.path, "-ldl"],
        environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"])
      try #require(compiled.status == 0, "\(compiled.errors)")
      return (folder, library)
    }

    private func audit(
      _ stub: StubTests.Stub, _ folder: Folder, _ arguments: [String], hoursOff hours: Int = 0
    ) async throws -> Finished {
      var environment = stub.environment
      environment["LD_PRELOAD"] = try await Self.clock.value.1.path
      environment["CLOCK_OFFSET"] = String(hours * 3_600)
      return try await Harness.run(Harness.binary, arguments, environment: environment, folder: folder.url)
    }

    private func estate(_ run: Finished) -> String {
      String(run.output[(run.output.range(of: "\"coverage\"")?.lowerBound ?? run.output.startIndex)...])
    }

    /// Changes a distribution after each run: with ETags, and where only the times of changes tell, in the very second in
    /// which they were read.
    @Test(arguments: [true, false])
    func `a snapshot with a state is the one without, whichever way the clock jumps`(hasETags: Bool) async throws {
      let stub = try StubTests.Stub([
        "distributions": 6, "functions": 2, "etags": .bool(hasETags), "events": [["eventName": "UpdateDistribution"]],
      ])
      let folder = try Folder()
      var known = Set<String>()
      for (edits, hours) in [0, 5, -9, 26, -26, 0].enumerated() {
        if edits > 0 { try await stub.edit(1) }
        let run = try await audit(
          stub, folder, ["snapshot", "--state", "audit.state"], hoursOff: hours)
        #expect(run.status == 0, "\(hours): \(run.errors)")
        let plain = try await audit(stub, folder, ["snapshot"])
        #expect(estate(run) == estate(plain), "\(hours)")
        #expect(known.insert(estate(run)).inserted, "each edit shows")
      }
      // That it is the state that was asked: what nobody changed was taken from there.
      try await Task.sleep(for: .seconds(1.1))
      _ = try await audit(stub, folder, ["snapshot", "--state", "audit.state"], hoursOff: -26)
      let last = try await audit(stub, folder, ["check", "--state", "audit.state", "--format", "json"], hoursOff: 26)
      try #expect(last.json["run"]["state"]["taken"].integer ?? 0 > 5, "\(last.errors)")
    }

    @Test func `the history stands in the order of the runs, and a clock that went back is said`() async throws {
      let stub = try StubTests.Stub(["distributions": 2, "events": [["eventName": "UpdateDistribution"]]])
      let folder = try Folder()
      for (hours, isSaid) in [(9, false), (-5, true), (12, false)] {
        let run = try await audit(stub, folder, ["check", "--state", "audit.state"], hoursOff: hours)
        #expect(run.errors.contains("by this machine's clock it is earlier") == isSaid, "\(hours): \(run.errors)")
        #expect(run.status == 0)
      }
    }
  }
#endif
