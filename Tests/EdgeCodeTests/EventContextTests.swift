import EdgeCode
import Testing

@Suite("Edge code: the event that it is bound to")
struct EventContextTests {
  private func outcomes(
    _ text: String, _ runtime: EdgeCode.Runtime, _ context: EventContext
  ) -> [EdgeResult.Outcome]? {
    let file = runtime == .lambdaPython ? "index.py" : "index.js"
    let answers = EdgeCode.read(
      package: [file: Array(text.utf8)], handler: "index.handler", runtime: runtime, context: context)
    return answers.results.state == .known ? answers.results.values.map(\.outcome) : nil
  }

  @Test(
    "What asks for its event is read for that event alone",
    arguments: [
      (
        EdgeCode.Runtime.lambdaNode,
        "exports.handler = async (e) => { const { config, request, response } = e.Records[0].cf;"
          + " return config.eventType.startsWith('viewer-req') ? request : response }"
      ),
      (
        .lambdaNode,
        "exports.handler = async (e) => { const { request, response } = e.Records[0].cf; return response ?? request }"
      ),
      (
        .cloudFrontFunction,
        "function handler(e) { return e.context.eventType === 'viewer-request' ? e.request : e.response }"
      ),
      (.cloudFrontFunction, "function handler(e) { if (e.response) { return e.response } return e.request }"),
      (
        .lambdaPython,
        "def handler(e, c):\n  cf = e['Records'][0]['cf']\n"
          + "  return cf['request'] if cf['config']['eventType'] == 'viewer-request' else cf['response']\n"
      ),
      (
        .lambdaPython,
        "def handler(e, c):\n  cf = e['Records'][0]['cf']\n  return cf.get('response') or cf['request']\n"
      ),
    ])
  func event(_ runtime: EdgeCode.Runtime, _ text: String) {
    #expect(outcomes(text, runtime, EventContext(eventType: "viewer-request")) == [.request], "\(text)")
    #expect(outcomes(text, runtime, EventContext(eventType: "viewer-response")) == [.response], "\(text)")
  }

  @Test(
    "What asks for its distribution is read for that one",
    arguments: [
      (
        EdgeCode.Runtime.lambdaNode,
        "exports.handler = async (e) => { const { config, request } = e.Records[0].cf;"
          + " return config.distributionId === 'E1' ? { status: '403' } : request }"
      ),
      (
        .lambdaNode,
        "exports.handler = async (e) => { const { config, request } = e.Records[0].cf;"
          + " return config.distributionDomainName.startsWith('d1.') ? { status: '403' } : request }"
      ),
      (
        .cloudFrontFunction,
        "function handler(e) { return e.context.distributionId === 'E1' ? { statusCode: 403 } : e.request }"
      ),
      (
        .lambdaPython,
        "def handler(e, c):\n  cf = e['Records'][0]['cf']\n"
          + "  return {'status': '403'} if cf['config']['distributionId'] == 'E1' else cf['request']\n"
      ),
    ])
  func distribution(_ runtime: EdgeCode.Runtime, _ text: String) {
    let one = EventContext(distributionId: "E1", distributionDomainName: "d1.cloudfront.net")
    let other = EventContext(distributionId: "E2", distributionDomainName: "d2.cloudfront.net")
    #expect(outcomes(text, runtime, one) == [.generated])
    #expect(outcomes(text, runtime, other) == [.request])
    #expect(outcomes(text, runtime, EventContext()).map(Set.init) == [.generated, .request])
  }

  @Test(
    "Where a response is waited for, a request is one without a status",
    arguments: [
      (EdgeCode.Runtime.lambdaNode, "exports.handler = async (e) => e.Records[0].cf.request", true),
      (.lambdaNode, "exports.handler = async (e) => ({...e.Records[0].cf.request, uri: '/a'})", true),
      (.lambdaNode, "exports.handler = async (e) => ({...e.Records[0].cf.request, status: '200'})", false),
      (.lambdaNode, "exports.handler = async (e) => e.Records[0].cf.response", false),
      (.lambdaPython, "def handler(event, context):\n  return event['Records'][0]['cf']['request']", true),
      (.lambdaPython, "def handler(event, context):\n  return event['Records'][0]['cf']['response']", false),
    ])
  func requestForResponse(_ runtime: EdgeCode.Runtime, _ text: String, isFault: Bool) {
    let file = runtime == .lambdaPython ? "index.py" : "index.js"
    func faults(_ event: String) -> [ShapeFault] {
      EdgeCode.read(
        package: [file: Array(text.utf8)], handler: "index.handler", runtime: runtime,
        context: EventContext(eventType: event)
      ).results.values.flatMap(\.faults).map(\.value)
    }
    for event in ["origin-response", "viewer-response"] {
      #expect(faults(event) == (isFault ? [.noStatus] : []), "\(event): \(text)")
    }
    if isFault { #expect(faults("viewer-request") == [], "\(text)") }
  }
}
