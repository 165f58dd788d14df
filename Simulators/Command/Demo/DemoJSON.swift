import Foundation

/// Reads the snake_case JSON that the commands write.
enum DemoJSON {
    static func decode<Value: Decodable>(_ type: Value.Type, _ text: some StringProtocol) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(text.utf8))
    }
}
