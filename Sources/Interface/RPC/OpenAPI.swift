internal import FoundationEssentials

/// The table as an OpenAPI 3.1 document.
enum OpenAPI {
    private struct Document: Encodable {
        var openapi = "3.1.0"
        var info = ["title": "Quarry", "version": "1"]
        var paths: [String: [String: Operation]]
    }

    private struct Operation: Encodable {
        var summary: String
        var description: String
        var parameters: [Parameter]
        var requestBody: Body?
        var responses: [String: [String: String]]
    }

    private struct Parameter: Encodable {
        var name: String
        var place: String
        var required: Bool
        var description: String
        var schema = ["type": "string"]

        enum CodingKeys: String, CodingKey {
            case name, required, description, schema
            case place = "in"
        }
    }

    private struct Body: Encodable {
        struct Content: Encodable { var schema: Schema }
        struct Schema: Encodable {
            var type = "object"
            var properties: [String: [String: String]]
        }
        var content: [String: Content]
    }

    /// The document of these routes.
    static func text(_ routes: [Route]) throws -> String {
        var paths: [String: [String: Operation]] = [:]
        for route in routes {
            paths[route.pattern, default: [:]][route.method.lowercased()] = operation(route)
        }
        return try JSONAnswer.text(Document(paths: paths))
    }

    private static func operation(_ route: Route) -> Operation {
        let inPath = route.pattern.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            Parameter(
                name: String($0.dropFirst().dropLast()), place: "path", required: true, description: "")
        }
        let isOrder = route.method == "POST"
        let inQuery =
            isOrder
            ? []
            : route.parameters.map {
                Parameter(name: $0.name, place: "query", required: false, description: $0.about)
            }
        let properties = Dictionary(
            uniqueKeysWithValues: route.parameters.map { ($0.name, ["description": $0.about]) })
        let body = Body(content: ["application/json": .init(schema: .init(properties: properties))])
        return Operation(
            summary: route.about, description: route.scope.map { "Scope: \($0.rawValue)" } ?? "Open",
            parameters: inPath + inQuery, requestBody: isOrder && !properties.isEmpty ? body : nil,
            responses: ["200": ["description": "As asked"], "default": ["description": "{error, remedy}"]])
    }
}
