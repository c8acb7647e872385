extension [UInt8] {
    /// Appends `value` in decimal, with zeros in front up to `width` digits.
    mutating func append(decimal value: UInt64, width: Int = 1) {
        var rest = value
        var digits = 1
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        digits = Swift.max(digits, width)
        append(contentsOf: repeatElement(UInt8(ascii: "0"), count: digits))
        rest = value
        var i = count - 1
        while rest > 0 {
            self[i] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
            i -= 1
        }
    }

    mutating func append(decimal value: Int, width: Int = 1) {
        append(decimal: UInt64(value), width: width)
    }

    /// Appends `2024-03-01T17:45:09` for a second counted from 1970.
    mutating func append(timestamp second: Int) {
        let date = CivilDate(day: second / 86_400)
        append(decimal: date.year)
        append(UInt8(ascii: "-"))
        append(decimal: date.month, width: 2)
        append(UInt8(ascii: "-"))
        append(decimal: date.dayOfMonth, width: 2)
        append(UInt8(ascii: "T"))
        append(clock: second % 86_400)
    }

    /// Appends `17:45:09`.
    mutating func append(clock second: Int) {
        append(decimal: second / 3600, width: 2)
        append(UInt8(ascii: ":"))
        append(decimal: second / 60 % 60, width: 2)
        append(UInt8(ascii: ":"))
        append(decimal: second % 60, width: 2)
    }
}

/// A day of the Gregorian calendar.
struct CivilDate {
    let year: Int
    let month: Int
    let dayOfMonth: Int
    /// 0 is Sunday.
    let weekday: Int

    /// The day that comes `day` days after 1970-01-01 (Hinnant's `civil_from_days`).
    init(day: Int) {
        let shifted = day + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        dayOfMonth = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        weekday = (day + 4) % 7
    }
}
