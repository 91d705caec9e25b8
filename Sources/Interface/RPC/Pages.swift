internal import CPages
internal import HTTP

/// The dashboard's files, which are part of the binary.
enum Pages {
    /// One route a file; "/" is index.html. They hold nothing of the plant, so they are open: the data that they
    /// ask for is not.
    static let routes: [Route] = {
        var routes: [Route] = []
        for index in 0..<quarry_page_count() {
            guard let page = unsafe Page(quarry_page(index)) else { continue }
            let pattern = page.name == "index.html" ? "/" : "/\(page.name)"
            var route = Route("GET", pattern, nil, "Dashboard") { page.answer($0.request) }
            route.label = "pages"
            routes.append(route)
        }
        return routes
    }()

    /// What the pages may do: load from here alone, run no inline code, be framed by nobody.
    static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
        "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    private struct Page: Sendable {
        let name: String
        let bytes: [UInt8]
        let tag: String

        init?(_ page: UnsafePointer<quarry_page_t>?) {
            guard let page = unsafe page else { return nil }
            name = unsafe String(cString: page.pointee.name)
            bytes = unsafe Array(UnsafeBufferPointer(start: page.pointee.bytes, count: page.pointee.length))
            // FNV-1a: the tag only tells versions of one file apart.
            var hash: UInt64 = 0xcbf2_9ce4_8422_2325
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
            tag = "\"\(String(hash, radix: 16))\""
        }

        func answer(_ request: HTTPRequest) -> HTTPResponse {
            let headers = [
                ("etag", tag), ("cache-control", "no-cache"), ("x-content-type-options", "nosniff"),
                ("referrer-policy", "no-referrer"), ("content-security-policy", Pages.policy),
            ]
            let known = request.header("if-none-match")?.split(separator: ",")
                .contains { $0.filter { $0 != " " }.replacing("W/", with: "") == tag }
            if known == true { return HTTPResponse(304, headers: headers) }
            return HTTPResponse(200, headers: headers + [("content-type", type)], body: .bytes(bytes))
        }

        private var type: String {
            switch name.split(separator: ".").last {
            case "html": "text/html; charset=utf-8"
            case "css": "text/css; charset=utf-8"
            case "js": "text/javascript; charset=utf-8"
            case "svg": "image/svg+xml"
            default: "application/octet-stream"
            }
        }
    }
}
