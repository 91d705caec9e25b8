public import Primitives

/// How many times an election is won: cryptographic sortition with a Poisson distribution (specification, "Winning a
/// block"). Numbers are Q.256: 256 bits behind the point.
public enum WinCount {
    /// Most wins that count: three times the leaders that an epoch expects.
    public static let maximum: Int64 = 15

    static let precision = 256
    private static let leaders = BigInt(5)

    /// Wins of an election proof. `networkPower` is not zero.
    public static func wins(proof: [UInt8], power: BigInt, networkPower: BigInt) -> Int64 {
        let drawn = BigInt(bigEndian: Blake2b.hash(proof))
        var tail = PoissonTail(mean: mean(power: power, networkPower: networkPower))
        var wins: Int64 = 0
        while drawn < tail.value, wins < maximum {
            tail.advance()
            wins += 1
        }
        return wins
    }

    /// Wins that a miner expects: its share of the leaders.
    static func mean(power: BigInt, networkPower: BigInt) -> BigInt {
        ((power * leaders) << precision).dividedDown(by: networkPower)
    }

    /// e to the minus `x`, by a rational function: most precise below 1.725.
    static func exponential(minus x: BigInt) -> BigInt {
        (value(of: numerator, at: x) << precision).dividedDown(by: value(of: denominator, at: x))
    }

    /// A polynomial by Horner's rule, rounded down at each step; coefficients from the highest power.
    private static func value(of polynomial: [BigInt], at x: BigInt) -> BigInt {
        polynomial.dropFirst().reduce(polynomial[0]) { sum, next in ((sum * x) >> precision) + next }
    }

    private static let numerator = coefficients([
        "-648770010757830093818553637600", "67469480939593786226847644286976",
        "-3197587544499098424029388939001856", "89244641121992890118377641805348864",
        "-1579656163641440567800982336819953664", "17685496037279256458459817590917169152",
        "-115682590513835356866803355398940131328", "340282366920938463463374607431768211456",
    ])

    private static let denominator = coefficients([
        "1225524182432722209606361", "114095592300906098243859450", "5665570424063336070530214243",
        "194450132448609991765137938448", "5068267641632683791026134915072",
        "104716890604972796896895427629056", "1748338658439454459487681798864896",
        "23704654329841312470660182937960448", "259380097567996910282699886670381056",
        "2250336698853390384720606936038375424", "14978272436876548034486263159246028800",
        "72144088983913131323343765784380833792", "224599776407103106596571252037123047424",
        "340282366920938463463374607431768211456",
    ])

    /// Numbers of 128 bits behind the point.
    private static func coefficients(_ texts: [String]) -> [BigInt] {
        texts.map { (BigInt($0) ?? .zero) << (precision - 128) }
    }
}

/// The probability of more than k wins, for k from 0 on.
struct PoissonTail {
    /// 1 - P(wins ≤ k).
    private(set) var value: BigInt
    private let mean: BigInt
    /// P(wins = k).
    private var mass: BigInt
    private var k: Int64 = 0

    init(mean: BigInt) {
        self.mean = mean
        mass = WinCount.exponential(minus: mean)
        value = (BigInt(1) << WinCount.precision) - mass
    }

    /// The next k. The mass is divided before it is multiplied, and rounded down each time, as everybody does it.
    mutating func advance() {
        k += 1
        mass = (mass.dividedDown(by: BigInt(k)) * mean) >> WinCount.precision
        value -= mass
    }
}
