/// Series whose rule states share one alarm, where `by` is coarser than the series: the alarm is on while any of them is.
struct Membership {
    var pending = 0
    var on = 0
    var held = 0

    var isEmpty: Bool { pending == 0 && on == 0 && held == 0 }
}
