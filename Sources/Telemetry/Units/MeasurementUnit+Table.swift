/// The table of units.
///
/// Symbols: SenML Units Registry (RFC 8428 section 12.1, RFC 8798) and UCUM 2.1, with the spellings that devices really
/// send. Factors: SI Brochure, 9th edition (prefixes; min, h, d, L, bar in table 8 and its notes); international yard
/// and pound of 1959 (1 ft = 0.3048 m, 1 mi = 1609.344 m); international nautical mile 1852 m; standard gravity 9.80665
/// m/s²; conventional mercury 133.322387415 Pa (NIST SP 811).
///
/// What is *not* convertible on purpose: a gas's share (`ppm`, `%vol`), its share of the lower explosive limit (`%LEL`)
/// and its mass in air (`mg/m3`) need the gas, temperature and pressure, so each is its own dimension; a length (`mm`)
/// and a depth of rain (`mm`) share the symbol and the dimension; a rain *rate* (`mm/h`) is kept apart from a speed
/// (`m/s`).
extension MeasurementUnit {
    static let all: [MeasurementUnit] = entries.map(\.unit)

    /// Position in `all` by each spelling. Only looked up, never iterated.
    static let index: [String: Int] = {
        var index: [String: Int] = [:]
        for (position, entry) in entries.enumerated() {
            for spelling in [entry.unit.symbol] + entry.spellings where index[spelling] == nil {
                index[spelling] = position
            }
        }
        return index
    }()

    struct Entry: Sendable {
        let unit: MeasurementUnit
        let spellings: [String]

        init(_ unit: MeasurementUnit, _ spellings: String...) {
            self.unit = unit
            self.spellings = spellings
        }
    }

    static let entries: [Entry] = space + motion + matter + electricity + shares + signals

    private static let space: [Entry] = [
        Entry(MeasurementUnit("m", .length), "metre", "meter", "米"),
        Entry(MeasurementUnit("dm", .length, over: 10)),
        Entry(MeasurementUnit("cm", .length, over: 100), "厘米"),
        Entry(MeasurementUnit("mm", .length, over: 1_000), "毫米", "l/m2", "L/m2"),
        Entry(MeasurementUnit("um", .length, over: 1_000_000), "µm", "μm"),
        Entry(MeasurementUnit("km", .length, times: 1_000), "千米", "公里"),
        Entry(MeasurementUnit("ft", .length, times: 381, over: 1_250), "[ft_i]"),
        Entry(MeasurementUnit("in", .length, times: 127, over: 5_000), "[in_i]"),
        Entry(MeasurementUnit("mi", .length, times: 201_168, over: 125), "[mi_i]"),
        Entry(MeasurementUnit("m2", .area), "m²"),
        Entry(MeasurementUnit("km2", .area, times: 1_000_000), "km²"),
        Entry(MeasurementUnit("ha", .area, times: 10_000), "har"),
        Entry(MeasurementUnit("m3", .volume), "m³"),
        Entry(MeasurementUnit("L", .volume, over: 1_000), "l"),
        Entry(MeasurementUnit("rad", .angle)),
        Entry(MeasurementUnit("deg", .angle, times: 3.141592653589793, over: 180), "°", "degree", "lat", "lon"),
    ]

    private static let motion: [Entry] = [
        Entry(MeasurementUnit("m/s", .speed), "mps"),
        Entry(MeasurementUnit("cm/s", .speed, over: 100)),
        Entry(MeasurementUnit("mm/s", .speed, over: 1_000)),
        Entry(MeasurementUnit("km/h", .speed, times: 5, over: 18), "kph", "kmh"),
        Entry(MeasurementUnit("mph", .speed, times: 1_397, over: 3_125), "mi/h", "[mi_i]/h"),
        Entry(MeasurementUnit("kn", .speed, times: 463, over: 900), "kt", "[kn_i]", "knot"),
        Entry(MeasurementUnit("ft/s", .speed, times: 381, over: 1_250)),
        Entry(MeasurementUnit("m3/s", .flow), "m³/s", "m3.s-1", "cumec", "m^3/s"),
        Entry(MeasurementUnit("m3/h", .flow, over: 3_600), "m³/h"),
        Entry(MeasurementUnit("m3/d", .flow, over: 86_400), "m³/d"),
        Entry(MeasurementUnit("L/s", .flow, over: 1_000), "l/s", "L.s-1"),
        Entry(MeasurementUnit("L/min", .flow, over: 60_000), "l/min"),
        Entry(MeasurementUnit("L/h", .flow, over: 3_600_000), "l/h"),
        Entry(MeasurementUnit("ft3/s", .flow, times: 55_306_341, over: 1_953_125_000), "cfs"),
        Entry(MeasurementUnit("mm/h", .rainRate), "mm.h-1", "L/(m2.h)"),
        Entry(MeasurementUnit("mm/min", .rainRate, times: 60)),
        Entry(MeasurementUnit("mm/d", .rainRate, over: 24)),
        Entry(MeasurementUnit("m/s2", .acceleration), "m/s²"),
        Entry(MeasurementUnit("gal", .acceleration, over: 100), "Gal", "cm/s2", "cm/s²"),
        Entry(MeasurementUnit("g0", .acceleration, times: 980_665, over: 100_000), "[g]"),
        Entry(MeasurementUnit("s", .time), "sec", "秒"),
        Entry(MeasurementUnit("ms", .time, over: 1_000)),
        Entry(MeasurementUnit("us", .time, over: 1_000_000), "µs", "μs"),
        Entry(MeasurementUnit("min", .time, times: 60), "分钟"),
        Entry(MeasurementUnit("h", .time, times: 3_600), "小时"),
        Entry(MeasurementUnit("d", .time, times: 86_400), "天"),
        Entry(MeasurementUnit("Hz", .frequency)),
        Entry(MeasurementUnit("kHz", .frequency, times: 1_000)),
        Entry(MeasurementUnit("1/s", .countRate), "/s"),
        Entry(MeasurementUnit("1/min", .countRate, over: 60), "/min", "beat/min"),
        Entry(MeasurementUnit("1/h", .countRate, over: 3_600), "/h", "veh/h"),
    ]

    private static let matter: [Entry] = [
        Entry(MeasurementUnit("Cel", .temperature), "°C", "℃", "degC", "C_deg"),
        Entry(MeasurementUnit("K", .temperature, offset: -273.15)),
        Entry(MeasurementUnit("F", .temperature, times: 5, over: 9, offset: -32), "[degF]", "°F", "℉", "degF"),
        Entry(MeasurementUnit("Pa", .pressure)),
        Entry(MeasurementUnit("hPa", .pressure, times: 100), "mbar"),
        Entry(MeasurementUnit("kPa", .pressure, times: 1_000)),
        Entry(MeasurementUnit("MPa", .pressure, times: 1_000_000)),
        Entry(MeasurementUnit("bar", .pressure, times: 100_000)),
        Entry(MeasurementUnit("atm", .pressure, times: 101_325)),
        Entry(MeasurementUnit("mmHg", .pressure, times: 133.322387415), "mm[Hg]", "mmhg"),
        Entry(MeasurementUnit("mH2O", .pressure, times: 980_665, over: 100), "m[H2O]"),
        Entry(MeasurementUnit("kg", .mass)),
        Entry(MeasurementUnit("g", .mass, over: 1_000)),
        Entry(MeasurementUnit("t", .mass, times: 1_000)),
        Entry(MeasurementUnit("N", .force)),
        Entry(MeasurementUnit("kN", .force, times: 1_000)),
        Entry(MeasurementUnit("kg/m3", .massConcentration, times: 1_000_000), "kg/m³"),
        Entry(MeasurementUnit("g/m3", .massConcentration, times: 1_000), "g/m³", "mg/L", "mg/l"),
        Entry(MeasurementUnit("mg/m3", .massConcentration), "mg/m³", "ug/L", "µg/L", "ug/l"),
        Entry(MeasurementUnit("ug/m3", .massConcentration, over: 1_000), "µg/m³", "μg/m³", "µg/m3", "μg/m3", "ug/m³"),
        Entry(MeasurementUnit("NTU", .turbidity), "{NTU}"),
        Entry(MeasurementUnit("pH", .acidity), "[pH]"),
    ]

    private static let electricity: [Entry] = [
        Entry(MeasurementUnit("V", .voltage)),
        Entry(MeasurementUnit("mV", .voltage, over: 1_000)),
        Entry(MeasurementUnit("kV", .voltage, times: 1_000)),
        Entry(MeasurementUnit("A", .current)),
        Entry(MeasurementUnit("mA", .current, over: 1_000)),
        Entry(MeasurementUnit("kA", .current, times: 1_000)),
        Entry(MeasurementUnit("W", .power)),
        Entry(MeasurementUnit("kW", .power, times: 1_000)),
        Entry(MeasurementUnit("MW", .power, times: 1_000_000)),
        Entry(MeasurementUnit("J", .energy), "W.s"),
        Entry(MeasurementUnit("kJ", .energy, times: 1_000)),
        Entry(MeasurementUnit("Wh", .energy, times: 3_600), "W.h"),
        Entry(MeasurementUnit("kWh", .energy, times: 3_600_000), "kW.h"),
        Entry(MeasurementUnit("C", .charge), "A.s"),
        Entry(MeasurementUnit("Ah", .charge, times: 3_600), "A.h"),
        Entry(MeasurementUnit("Ohm", .resistance), "Ω"),
        Entry(MeasurementUnit("kOhm", .resistance, times: 1_000), "kΩ"),
        Entry(MeasurementUnit("S/m", .conductivity)),
        Entry(MeasurementUnit("mS/cm", .conductivity, over: 10)),
        Entry(MeasurementUnit("uS/cm", .conductivity, over: 10_000), "µS/cm", "μS/cm"),
    ]

    private static let shares: [Entry] = [
        Entry(MeasurementUnit("1", .ratio), "/"),
        Entry(MeasurementUnit("%", .ratio, over: 100), "%RH", "%EL", "％"),
        Entry(MeasurementUnit("%LEL", .explosiveLimit), "%lel", "LEL", "%[LEL]"),
        Entry(MeasurementUnit("%vol", .gasParts, times: 10_000), "%VOL", "%Vol", "vol%"),
        Entry(MeasurementUnit("ppm", .gasParts), "[ppm]", "ppmv", "umol/mol", "µmol/mol"),
        Entry(MeasurementUnit("ppb", .gasParts, over: 1_000), "[ppb]"),
        Entry(MeasurementUnit("count", .count), "{count}", "counts", "次", "个", "辆"),
        Entry(MeasurementUnit("vehicles", .count), "veh", "{vehicles}"),
        Entry(MeasurementUnit("persons", .count), "people", "{persons}", "人"),
    ]

    private static let signals: [Entry] = [
        Entry(MeasurementUnit("dB", .soundLevel), "dBA", "dB(A)"),
        Entry(MeasurementUnit("dBm", .signalStrength)),
        Entry(MeasurementUnit("lx", .illuminance), "lux"),
        Entry(MeasurementUnit("W/m2", .irradiance), "W/m²"),
        Entry(MeasurementUnit("Sv/h", .doseRate, times: 1_000_000)),
        Entry(MeasurementUnit("mSv/h", .doseRate, times: 1_000)),
        Entry(MeasurementUnit("uSv/h", .doseRate), "µSv/h", "μSv/h"),
        Entry(MeasurementUnit("nSv/h", .doseRate, over: 1_000)),
    ]
}
