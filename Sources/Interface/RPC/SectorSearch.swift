internal import API
internal import HTTP

/// A page of sectors: by state, by a text in the name, behind a name.
struct SectorSearch: Sendable {
    /// A page and where the next one begins.
    struct Page: Encodable {
        var sectors: [SectorView]
        /// Name behind which the next page begins; nil: this is the last.
        var next: String?
    }

    /// Sectors that one page looks at when it searches; what is behind them is found by asking on.
    private static let reach = 20_000
    private static let slice = 1000

    private let state: String?
    private let search: String?
    private let after: String?
    private let limit: Int

    /// The search that a request asks for.
    init(_ request: HTTPRequest) throws(APIError) {
        let call = RouteCall(request: request, values: [:])
        state = call.text("state")
        search = call.text("search")?.lowercased()
        after = call.text("after")
        limit = try call.limit()
    }

    /// The page.
    func answer(_ api: any SealerAPI) async throws -> HTTPResponse {
        try JSONAnswer.value(try await page(api))
    }

    private func page(_ api: any SealerAPI) async throws -> Page {
        guard let search else {
            let found = try await api.sectors(state: state, after: after, limit: limit)
            return Page(sectors: found, next: found.count == limit ? found.last?.name : nil)
        }
        var found: [SectorView] = []
        var from = after
        for _ in 0..<(Self.reach / Self.slice) {
            let slice = try await api.sectors(state: state, after: from, limit: Self.slice)
            for sector in slice where sector.name.lowercased().contains(search) {
                found.append(sector)
                if found.count == limit { return Page(sectors: found, next: sector.name) }
            }
            guard slice.count == Self.slice else { return Page(sectors: found, next: nil) }
            from = slice.last?.name
        }
        return Page(sectors: found, next: from)
    }
}
