extension SimulatedStation {
    static let weather: [SimulatedStation] = [
        SimulatedStation("climate-01", "jiangxin", 27.642, 110.026, .climate),
        SimulatedStation("climate-02", "yunling", 27.7285, 109.8935, .climate),
        SimulatedStation("forest-01", "yunling", 27.750, 109.880, .forest(tellsDanger: true), .senML),
        SimulatedStation("forest-02", "yunling", 27.726, 109.940, .forest(tellsDanger: false), .senML),
        SimulatedStation("forest-03", "yunling", 27.765, 109.908, .forest(tellsDanger: false), .senML),
        SimulatedStation("forest-04", "chengxi", 27.730, 109.988, .forest(tellsDanger: false), .senML),
    ]

    static let air: [SimulatedStation] = [
        SimulatedStation("air-01", "jiangxin", 27.631, 110.034, .air, .senML),
        SimulatedStation("air-02", "yunling", 27.738, 109.880, .air, .senML),
        SimulatedStation("air-03", "chengxi", 27.658, 109.977, .air, .senML),
        SimulatedStation("air-04", "chengdong", 27.606, 110.125, .air, .senML),
        SimulatedStation("air-05", "jiangxin", 27.642, 110.028, .air, .senML),
    ]

    static let health: [SimulatedStation] = [
        SimulatedStation("school-01", "chengxi", 27.6862, 109.9702, .school, .senML),
        SimulatedStation("school-02", "jiangxin", 27.6301, 110.0361, .school, .senML),
        SimulatedStation("school-03", "chengdong", 27.6131, 110.0901, .school, .senML),
        SimulatedStation("school-04", "yunling", 27.7261, 109.8961, .school, .senML),
        SimulatedStation("hospital-01", "jiangxin", 27.6332, 110.0282, .hospital),
        SimulatedStation("hospital-02", "jiangxin", 27.6453, 110.0243, .hospital),
        SimulatedStation("hospital-03", "chengdong", 27.6172, 110.0982, .hospital),
        SimulatedStation("hospital-04", "chengxi", 27.6701, 109.9881, .hospital),
    ]

    static let mines: [SimulatedStation] = [
        SimulatedStation("mine-01", "yunling", 27.757, 109.870, .methane),
        SimulatedStation("mine-02", "yunling", 27.759, 109.870, .methane),
        SimulatedStation("mine-03", "yunling", 27.760, 109.872, .methane),
        SimulatedStation("mine-04", "yunling", 27.7565, 109.8690, .methane),
        SimulatedStation("mine-05", "yunling", 27.758, 109.874, .methane),
    ]

    static let slopes: [SimulatedStation] = [
        SimulatedStation("slope-01", "yunling", 27.763, 109.900, .slope, .senML),
        SimulatedStation("slope-02", "yunling", 27.722, 109.933, .slope, .senML),
        SimulatedStation("slope-03", "yunling", 27.776, 109.882, .slope, .senML),
        SimulatedStation("slope-04", "yunling", 27.718, 109.908, .slope, .senML),
        SimulatedStation("slope-05", "yunling", 27.7635, 109.9010, .slope, .senML),
        SimulatedStation("slope-06", "yunling", 27.7225, 109.9335, .slope, .senML),
        SimulatedStation("slope-07", "chengdong", 27.602, 110.135, .slope, .senML),
        SimulatedStation("slope-08", "jiangxin", 27.612, 110.022, .slope, .senML),
    ]

    static let seismic: [SimulatedStation] = [
        SimulatedStation("seismic-01", "yunling", 27.735, 109.895, .seismic, .senML),
        SimulatedStation("seismic-02", "chengxi", 27.660, 109.975, .seismic, .senML),
        SimulatedStation("seismic-03", "jiangxin", 27.632, 110.030, .seismic, .senML),
        SimulatedStation("seismic-04", "chengdong", 27.608, 110.110, .seismic, .senML),
        SimulatedStation("seismic", "jiangxin", 27.642, 110.028, .catalogue),
    ]
}
