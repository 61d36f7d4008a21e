import Testing

@testable import Estate
