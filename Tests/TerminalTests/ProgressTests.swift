import Synchronization
import Testing

@testable import audit

/// A screen that remembers, with a clock that stands still unless it is moved.
private final class Recorder: Sendable {
  private let state = Mutex((time: 0.0, texts: [String]()))

  var texts: [String] { state.withLock { $0.texts } }

  func advance(_ seconds: Double) { state.withLock { $0.time += seconds } }

  func screen(columns: Int = 81) -> Progress.Screen {
    Progress.Screen(
      now: { self.state.withLock { $0.time } }, columns: { columns },
      show: { text in self.state.withLock { $0.texts.append(text) } })
  }
}

@Suite struct ProgressTests {
  private static let erase = "\r\u{1B}[2K"

  @Test("The line says how far the reading has come, and drops what does not fit")
  func line() {
    let line = ProgressLine(
      activity: "reading", done: 142, expected: 1013, operation: "cloudfront:GetDistributionConfig", seconds: 45.8)
    #expect(line.text(columns: 80) == "reading  142/1013 calls  3.1/s  cloudfront:GetDistributionConfig")
    #expect(line.text(columns: 40) == "reading  142/1013 calls  3.1/s")
    #expect(line.text(columns: 25) == "reading  142/1013 calls")
    #expect(line.text(columns: 4) == "read")
    #expect(line.text(columns: 0).isEmpty)
    #expect(ProgressLine(activity: "reading", done: 3, expected: 2).text(columns: 80) == "reading  3/3 calls")
  }

  @Test("It draws at most ten times a second and erases itself once")
  func throttled() {
    let recorder = Recorder()
    let progress = Progress("reading", isEnabled: true, screen: recorder.screen())
    progress.expect(1000)
    for _ in 0..<500 { progress.finished("iam:GetRole") }
    #expect(recorder.texts == [Self.erase + "reading  0/1000 calls"])
    recorder.advance(2)
    progress.finished("iam:GetRole")
    #expect(recorder.texts.last == Self.erase + "reading  501/1000 calls  250.5/s  iam:GetRole")
    progress.finish()
    progress.finish()
    #expect(recorder.texts.count == 3 && recorder.texts.last == Self.erase)
  }

  @Test("It makes room for a log line, then comes back")
  func interrupted() {
    let recorder = Recorder()
    let progress = Progress("reading", isEnabled: true, screen: recorder.screen())
    progress.expect(2)
    #expect(progress.interrupt { recorder.texts.last } == Self.erase)
    progress.finished("iam:GetRole")
    #expect(recorder.texts.last == Self.erase + "reading  1/2 calls  iam:GetRole")
  }

  @Test("It writes nothing where it is not wanted")
  func disabled() {
    let recorder = Recorder()
    let progress = Progress("reading", isEnabled: false, screen: recorder.screen())
    progress.expect(2)
    progress.finished("iam:GetRole")
    progress.begin("repairing")
    progress.finish()
    #expect(recorder.texts.isEmpty)
  }

  @Test("No call is lost when many tasks tell of theirs")
  func manyTasks() async {
    let recorder = Recorder()
    let progress = Progress("reading", isEnabled: true, screen: recorder.screen())
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<100 {
        group.addTask {
          progress.expect(10)
          for _ in 0..<10 { progress.finished("iam:GetRole") }
        }
      }
    }
    recorder.advance(0.5)
    progress.started("iam:GetPolicy")
    #expect(recorder.texts.last == Self.erase + "reading  1000/1000 calls  iam:GetPolicy")
  }
}
