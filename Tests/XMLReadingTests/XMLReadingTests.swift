import Testing

@testable import XMLReading
