import Auditing
import Documents
import Terraform
import Testing

/// Values that Terraform marks as sensitive.
@Suite struct SensitiveTests {
  @Test func `what is sensitive is left out wherever it is marked`() throws {
    func read(_ sensitive: JSONValue) throws -> TerraformDocument {
      try TerraformDocument(
        Sample.state([
          "type": "aws_cloudfront_distribution", "name": "a", "sensitive_values": sensitive,
          "values": [
            "id": "E1", "comment": "c", "aliases": ["a.example.com", "b.example.com"], "origin": [],
            "ordered_cache_behavior": [
              ["path_pattern": "/a", "compress": true], ["path_pattern": "/b", "compress": true],
            ],
          ],
        ]))
    }
    let text = try read(["comment": true])
    #expect(text.state.first?.expect["Comment"] == nil)
    #expect(text.notes.map(\.description) == ["aws_cloudfront_distribution.a: Comment is sensitive"])
    // A list of which a text is secret says too much when it is shown without it.
    #expect(try read(["aliases": [true, false]]).state.first?.expect["Aliases"] == nil)
    let nested = try read(["ordered_cache_behavior": [[:], ["compress": true]]])
    #expect(
      nested.state.first?.expect["CacheBehaviors"]
        == [["PathPattern": "/a", "Compress": true], ["PathPattern": "/b"]])
    #expect(nested.state.first?.only.contains("CacheBehaviors") == false)
    #expect(nested.state.first?.only.contains("Origins") == true)
  }

  @Test func `a state file marks what is sensitive by its path`() throws {
    func step(_ name: String) -> JSONValue { ["type": "get_attr", "value": .string(name)] }
    let index: JSONValue = ["type": "index", "value": ["value": 1, "type": "number"]]
    func read(_ paths: JSONValue...) throws -> TerraformDocument {
      try TerraformDocument([
        "version": 4,
        "resources": [
          [
            "mode": "managed", "type": "aws_cloudfront_distribution", "name": "a",
            "instances": [
              [
                "sensitive_attributes": .array(paths),
                "attributes": [
                  "id": "E1", "comment": "c",
                  "ordered_cache_behavior": [["path_pattern": "/a"], ["path_pattern": "/b", "compress": true]],
                ],
              ]
            ],
          ]
        ],
      ])
    }
    let nested = try read([step("ordered_cache_behavior"), index, step("compress")])
    #expect(nested.state.first?.expect["CacheBehaviors"] == [["PathPattern": "/a"], ["PathPattern": "/b"]])
    #expect(nested.state.first?.expect["Comment"] == "c")
    // A path that leads nowhere: rather all than the secret.
    let lost = try read([step("comment"), step("inner")])
    #expect(lost.state.first?.expect["Comment"] == nil)
  }
}
