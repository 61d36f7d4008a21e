import TestSupport

extension SeededRandom {
  /// The numbers of one case of a target, which depend on no other case.
  init(seed: UInt64, target: String, number: Int) {
    let name = target.utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    self.init(
      seed: seed &+ name &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(truncatingIfNeeded: number) &* 0xD134_2543_DE82_EF95)
    self.init(seed: next())
  }

  /// Whether something happens that happens once in so many times.
  mutating func happens(onceIn times: Int) -> Bool { number(below: times) == 0 }

  mutating func pick<Element>(_ choices: [Element], or other: Element) -> Element {
    choices.randomElement(using: &self) ?? other
  }
}
