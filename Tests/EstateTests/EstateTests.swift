import Schema
import Testing

@testable import Documents
@testable import Estate

@Suite struct EstateTests {
  @Test func `resources that are put together of the same answers share the names of their members`() {
    var (estate, parts) = (Estate(account: "111122223333", coverage: []), SharedParts())
    let references = (1...3).map { ResourceReference(type: .distribution, id: "E\($0)", account: "111122223333") }
    for (number, reference) in references.enumerated() {
      let listed: JSONObject = ["Id": .string(reference.id), "Enabled": true]
      estate.add(Resource(reference: reference, properties: listed), sharing: &parts)
      let read: JSONObject = ["Comment": .integer(number), "Enabled": .bool(number == 0)]
      estate.add(Resource(reference: reference, properties: read), sharing: &parts)
    }
    let properties = references.compactMap { estate.resources[$0.key]?.properties }
    #expect(properties.map(\.names) == Array(repeating: ["Id", "Enabled", "Comment"], count: 3))
    #expect(properties.map { $0["Enabled"] } == [true, false, false])
    #expect(properties.allSatisfy { $0.shape === properties[0].shape })
    // One that gets a member more keeps it to itself.
    estate.add(Resource(reference: references[0], properties: ["Tags": []]), sharing: &parts)
    #expect(estate.resources[references[0].key]?.properties.names == ["Id", "Enabled", "Comment", "Tags"])
    #expect(estate.resources[references[1].key]?.properties.names == ["Id", "Enabled", "Comment"])
  }
}
