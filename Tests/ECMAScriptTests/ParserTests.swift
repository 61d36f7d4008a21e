import Testing

@testable import ECMAScript

@Suite struct ParserTests {
}
