import TestSupport

extension Target {
  /// Targets that do what no other may, so that tests see that it is told. No run takes them that does not name them.
  static let broken = [
    Target(
      name: "broken-crash", seeds: { [[0]] },
      check: { input, random in _ = input[input.count + random.number(below: 9)] }),
    Target(
      name: "broken-untrue", seeds: { [[0]] }, check: { _, _ in throw Violation(description: "it does not hold") }),
    Target(
      name: "broken-greed", seeds: { [[0]] },
      check: { _, random in
        let much = [UInt8](repeating: UInt8(random.number(below: 9)), count: (Runner.memory + 64) << 20)
        try expect(much.last != nil, "there is none")
      }),
  ]
}
