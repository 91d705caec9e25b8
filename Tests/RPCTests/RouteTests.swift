import API
import FoundationEssentials
import HTTP
import Metrics
import PlantDouble
import Testing

@testable import RPC

/// What can be asked, and by whom.
@Suite struct RouteTests {
    private let caller = Caller()
    private var table: [Route] {
        PlantRoutes(api: caller.plant, metrics: PlantMetrics(Metrics())).all
    }

    private func path(_ route: Route) -> String {
        route.pattern.replacing("{name}", with: "s-t01000-1").replacing("{id}", with: "7000")
    }

    @Test func eachRouteAsksForItsScopeBeforeAndAfterItsBody() async throws {
        var refused = 0
        for route in table {
            guard let needed = route.scope else { continue }
            for scope in [nil] + Scope.allCases.map(Optional.some) where scope.map({ $0 < needed }) ?? true {
                let request = caller.request(route.method, path(route), scope: scope)
                let before = await caller.answer(request)
                let after = await caller.handler.respond(to: request)
                #expect(before.status == (scope == nil ? 401 : 403), "\(route.method) \(route.pattern)")
                #expect(after.status == before.status, "\(route.method) \(route.pattern)")
                let problem = try before.decode(HTTPResponse.Problem.self)
                #expect(!problem.error.isEmpty && !problem.remedy.isEmpty)
                refused += 1
            }
            let allowed = await caller.answer(caller.request(route.method, path(route), scope: needed))
            #expect(allowed.status != 401 && allowed.status != 403, "\(route.method) \(route.pattern)")
        }
        #expect(refused > 25)
        #expect(caller.plant.now.orders.allSatisfy { !$0.isEmpty })
    }

    @Test func onlyHarmlessRoutesAreOpenAndOrdersTakeMoreThanLooking() {
        let open = table.filter { $0.scope == nil }
        #expect(open.filter { $0.pattern.hasPrefix("/api/") || $0.method != "GET" }.isEmpty)
        #expect(open.contains { $0.pattern == "/health" } && open.contains { $0.pattern == "/" })
        let orders = table.filter { $0.method == "POST" && $0.pattern != "/api/v1/session" }
        #expect(orders.count == 9 && orders.allSatisfy { ($0.scope ?? .read) >= .write })
    }

    @Test func whatIsNotInTheTableIsRefused() async throws {
        for path in [
            "/api/v1", "/api/v1/status/", "/api/v1/sectors//retry", "/index.html", "//", "/etc/passwd", "",
        ] {
            let answer = await caller.get(path)
            #expect(answer.status == 404, "\(path)")
            #expect(try answer.decode(HTTPResponse.Problem.self).remedy.contains("openapi"))
        }
        let other = await caller.answer(caller.request("PUT", "/api/v1/status"))
        #expect(other.status == 405 && other.header("allow") == "GET")
    }

    @Test func statusIsServedAsTheAPIHasIt() async throws {
        let answer = await caller.get("/api/v1/status", scope: .read)
        #expect(answer.status == 200 && answer.header("content-type") == "application/json")
        #expect(answer.header("cache-control") == "no-store")
        var status = try answer.decode(SealerStatus.self)
        var wanted = try await caller.plant.status()
        status.time = 0
        wanted.time = 0
        #expect(status == wanted)
    }

    @Test func proofsOfSpacetimeAreOrderedAndFound() async throws {
        let order = caller.request(
            "POST", "/api/v1/proofs", scope: .write,
            body: #"{"kind":"window","sectors":["s-t01000-1"],"deadline":3}"#)
        let answer = await caller.answer(order)
        #expect(answer.status == 200)
        let made = try answer.decode([String: [PoStView]].self)["proofs"]
        #expect(made?.first?.deadline == 3 && made?.first?.sectors == ["s-t01000-1"])
        let list = try await caller.get("/api/v1/proofs", scope: .read).decode([String: [PoStView]].self)
        #expect(list["proofs"] == made)
        let one = try await caller.get("/api/v1/proofs/1", scope: .read).decode(PoStView.self)
        #expect(one == made?.first)
        #expect(await caller.get("/api/v1/proofs/2", scope: .read).status == 404)
        #expect(await caller.get("/api/v1/proofs/x", scope: .read).status == 404)
        let odd = caller.request("POST", "/api/v1/proofs", scope: .write, body: #"{"kind":"daily"}"#)
        #expect(await caller.answer(odd).status == 400)
        #expect(caller.plant.now.orders == ["prove window"])
    }

    @Test func ordersReachThePlant() async throws {
        let orders: [(String, String)] = [
            ("/api/v1/sectors/s-t01000-9/remove", ""), ("/api/v1/jobs/7001/cancel", "{}"),
            ("/api/v1/jobs/6900/retry", ""), ("/api/v1/pause", ""),
            ("/api/v1/resume", #"{"kinds":["pc1","c2"],"worker":"anvil/2211/9f3a01"}"#),
            ("/api/v1/pledge", #"{"count":16}"#), ("/api/v1/pieces", #"{"path":"/data/a","label":"x"}"#),
        ]
        for (path, body) in orders {
            let answer = await caller.post(path, body)
            #expect(answer.status == 200, "\(path): \(answer.text)")
        }
        #expect(
            caller.plant.now.orders == [
                "remove s-t01000-9", "cancel 7001", "retry job 6900", "pause /",
                "resume pc1,c2/anvil/2211/9f3a01",
                "pledge 16", "add /data/a x",
            ])
        let failed = try #require(caller.plant.now.sectors.first { $0.reason != nil })
        #expect(await caller.post("/api/v1/sectors/\(failed.name)/retry").status == 200)
        #expect(try await caller.plant.sector(failed.name).reason == nil)
    }

    @Test func refusalsCarryCauseAndRemedy() async throws {
        let cases: [(HTTPResponse, Int, String)] = [
            (await caller.get("/api/v1/sectors/s-t01000-777"), 404, "s-t01000-777"),
            (await caller.get("/api/v1/jobs/abc"), 404, "abc"),
            (await caller.get("/api/v1/jobs/-1"), 404, "-1"),
            (await caller.post("/api/v1/sectors/s-t01000-1/retry"), 409, "did not fail"),
            (await caller.post("/api/v1/pledge", "{"), 400, "body"),
            (await caller.post("/api/v1/pledge", #"{"count":"many"}"#), 400, "count"),
            (await caller.post("/api/v1/pledge", #"{"count":0}"#), 400, "0 sectors"),
            (await caller.post("/api/v1/pieces", "{}"), 400, "'path' is missing"),
            (await caller.get("/api/v1/sectors", query: [("limit", "5000")]), 400, "limit"),
            (await caller.get("/api/v1/jobs", query: [("limit", "x")]), 400, "limit"),
        ]
        for (answer, status, part) in cases {
            #expect(answer.status == status, "\(part): \(answer.text)")
            let problem = try answer.decode(HTTPResponse.Problem.self)
            #expect(problem.error.contains(part) && !problem.remedy.isEmpty)
        }
        #expect(caller.plant.now.orders.isEmpty)
    }

    @Test func sectorsComeByPageStateAndName() async throws {
        struct Page: Decodable {
            var sectors: [SectorView]
            var next: String?
        }
        let caller = Caller(.busy(sectors: 2500))
        func page(_ query: [(name: String, value: String)]) async throws -> Page {
            try await caller.get("/api/v1/sectors", query: query).decode(Page.self)
        }
        var names: [String] = []
        var after: String?
        repeat {
            let page = try await page(
                [("limit", "1000")] + (after.map { [(name: "after", value: $0)] } ?? []))
            names += page.sectors.map(\.name)
            after = page.next
        } while after != nil
        #expect(names == (0..<2500).map { "s-t01000-\($0)" })
        let failed = try await page([("state", "ComputeProofFailed")])
        #expect(failed.sectors.count == 2 && failed.next == nil)
        let found = try await page([("search", "-24"), ("limit", "100")])
        #expect(found.sectors.first?.name == "s-t01000-24" && found.sectors.count == 100)
        let more = try await page([("search", "-24"), ("limit", "100"), ("after", found.next ?? "")])
        #expect(Set((found.sectors + more.sectors).map(\.name)).count == 111)
        #expect(more.next == nil)
    }

    @Test func theDescriptionListsEachRoute() async throws {
        let text = await caller.get("/api/v1/openapi.json").text
        for route in table where route.pattern.hasPrefix("/api/") && !route.pattern.hasSuffix("openapi.json")
        {
            #expect(text.contains("\"\(route.pattern)\":"))
        }
        #expect(text.contains(#""count":{"description":"how many: 1 to 10000"}"#))
    }

    @Test func metricsTellThePlantAndTheProcess() async throws {
        PlantMetrics(caller.metrics).jobEnded(kind: "pc2", state: "done", seconds: 140)
        let answer = await caller.get("/metrics")
        #expect(answer.header("content-type") == "text/plain; version=0.0.4; charset=utf-8")
        let lines = answer.text.split(separator: "\n")
        for line in [
            #"quarry_sectors{failure="false",state="PreCommit1"} 16"#,
            #"quarry_sectors{failure="true",state="ComputeProofFailed"} 2"#,
            #"quarry_jobs{kind="pc2",state="ready"} 8"#,
            #"quarry_worker_cores{host="anvil",state="busy"} 14"#,
            #"quarry_storage_problem{path="/data/store"} 1"#,
            #"quarry_jobs_ended_total{kind="pc2",state="done"} 1"#,
            #"quarry_job_duration_seconds_bucket{kind="pc2",le="300"} 1"#,
        ] { #expect(lines.contains(Substring(line)), "\(line)") }
        for name in ["process_resident_memory_bytes ", "process_cpu_seconds_total ", "process_open_fds "] {
            let value = try #require(
                lines.first { $0.hasPrefix(name) }.flatMap { Double($0.dropFirst(name.count)) })
            #expect(value > 0)
        }
    }

    @Test func strangersCannotMakeMetricsGrow() async {
        for number in 0..<500 {
            _ = await caller.answer(caller.request("M\(number)", "/no/\(number)", scope: nil))
            _ = await caller.get("/api/v1/sectors/s-\(number)")
            _ = await caller.get(number % 2 == 0 ? "/app.css" : "/main.js", scope: nil)
        }
        let series = caller.metrics.text.split(separator: "\n").filter {
            $0.hasPrefix("quarry_http_requests_total")
        }
        #expect(series.count == 3)
        #expect(
            series.contains(#"quarry_http_requests_total{method="other",route="none",status="404"} 500"#))
    }
}
