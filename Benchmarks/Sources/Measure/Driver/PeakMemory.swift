import CFloors

/// The most memory that this process has had in use.
enum PeakMemory {
    static var bytes: Int { Int(floor_peak_memory()) }
}
