import Glibc

/// Numbers, times and tables as texts, the same in every command.
public enum Format {
    /// Three significant digits, whole from 100 on, without needless zeros: "0.122", "1.5", "64", "1024".
    public static func number(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        let size = abs(value)
        if size == 0 { return "0" }
        let decimals = size >= 100 ? 0 : min(9, 2 - Int(floor(log10(size))))
        var text = fixed(value, decimals)
        if text.contains(".") {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(".") { text.removeLast() }
        }
        return text
    }

    /// With a fixed number of decimals.
    public static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "–" }
        let scale = pow(10.0, Double(decimals))
        let scaled = (abs(value) * scale).rounded()
        let whole = (scaled / scale).rounded(.down)
        let sign = value < 0 && scaled > 0 ? "-" : ""
        if decimals == 0 { return sign + "\(Int64(whole))" }
        let part = "\(Int64((scaled - whole * scale).rounded()))"
        return sign + "\(Int64(whole))." + String(repeating: "0", count: max(0, decimals - part.count)) + part
    }

    /// With a metric prefix: "1.23 M", "850 k".
    public static func scaled(_ value: Double) -> String {
        for (prefix, factor) in [("T", 1e12), ("G", 1e9), ("M", 1e6), ("k", 1e3)] where abs(value) >= factor {
            return number(value / factor) + " " + prefix
        }
        return number(value) + " "
    }

    /// A rate of bytes in binary units: "1.66 GiB/s".
    public static func bytesPerSecond(_ value: Double) -> String {
        "\(ByteCount(UInt64(max(0, min(value, 0x1p62)))))/s"
    }

    /// "850 ms", "12.5 s", "3 min 20 s", "2 h 52 min".
    public static func duration(_ seconds: Double) -> String {
        if seconds < 1e-6 { return number(seconds * 1e9) + " ns" }
        if seconds < 1e-3 { return number(seconds * 1e6) + " µs" }
        if seconds < 1 { return number(seconds * 1e3) + " ms" }
        if seconds < 100 { return number(seconds) + " s" }
        let whole = Int(min(seconds, 1e12).rounded())
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        if whole < 48 * 3600 { return "\(whole / 3600) h \(whole % 3600 / 60) min" }
        return "\(whole / 86400) days \(whole % 86400 / 3600) h"
    }

    /// "Jul 29 20:51:21" in UTC, of seconds since 1970.
    public static func stamp(_ seconds: UInt64) -> String {
        let (days, rest) = (Int(clamping: seconds / 86400), Int(seconds % 86400))
        // Civil date by eras of 400 years that begin in March, so that a leap day is the last of its year.
        let shifted = days + 719_468
        let ofEra = shifted % 146_097
        let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let month = (5 * ofYear + 2) / 153
        let day = ofYear - (153 * month + 2) / 5 + 1
        let names = ["Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb"]
        func two(_ number: Int, _ blank: String = "0") -> String { (number < 10 ? blank : "") + "\(number)" }
        return "\(names[month]) \(two(day, " ")) \(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
    }

    /// "1 group", "16 groups".
    public static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// Rows under headings, columns aligned: texts left, numbers (a column that `rightAligned` names) right.
    public static func table(_ headings: [String], _ rows: [[String]], rightAligned: Set<Int> = []) -> String
    {
        let all = (headings.isEmpty ? [] : [headings]) + rows
        let columns = all.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            all.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
        }
        return all.map { row in
            let cells = row.enumerated().map { column, cell in
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                return rightAligned.contains(column) ? blanks + cell : cell + blanks
            }
            var line = cells.joined(separator: "  ")
            while line.hasSuffix(" ") { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
