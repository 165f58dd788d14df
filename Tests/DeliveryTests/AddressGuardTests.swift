import Delivery
import Testing

struct AddressGuardTests {
    @Test(arguments: [
        ("127.0.0.1", AddressGuard.Refusal.loopback), ("127.255.255.254", .loopback), ("10.0.0.1", .privateNetwork),
        ("172.16.0.1", .privateNetwork), ("172.31.255.255", .privateNetwork), ("192.168.1.1", .privateNetwork),
        ("169.254.169.254", .linkLocal), ("100.64.0.1", .carrierNetwork), ("0.0.0.0", .unspecified),
        ("224.0.0.1", .multicast), ("255.255.255.255", .reserved), ("198.18.0.1", .reserved),
        ("::1", .loopback), ("::", .unspecified), ("fe80::1", .linkLocal), ("fd00::1", .uniqueLocal),
        ("fc00::1", .uniqueLocal), ("ff02::1", .multicast), ("::ffff:127.0.0.1", .loopback),
        ("::ffff:10.1.2.3", .privateNetwork), ("::127.0.0.1", .loopback), ("64:ff9b::a00:1", .privateNetwork),
        ("2002:7f00:1::", .loopback), ("2001:0:4136:e378::1", .reserved), ("2001:db8::1", .reserved),
        ("4000::1", .reserved), ("::ffff:169.254.169.254", .linkLocal),
    ])
    func refusesWhatIsNotPublic(text: String, refusal: AddressGuard.Refusal) throws {
        let address = try #require(NetworkAddress(text: text))
        #expect(AddressGuard.refusal(of: address) == refusal)
    }

    @Test(arguments: ["1.1.1.1", "172.32.0.1", "172.15.255.255", "11.0.0.1", "2606:4700::1111", "::ffff:1.1.1.1"])
    func letsPublicAddressesThrough(text: String) throws {
        #expect(AddressGuard.refusal(of: try #require(NetworkAddress(text: text))) == nil)
    }

    @Test func aListedBlockIsLetThroughAndNothingBesideIt() throws {
        let listed = [try #require(AddressRange(text: "10.1.0.0/16")), try #require(AddressRange(text: "::1"))]
        func refusal(_ text: String) -> AddressGuard.Refusal? {
            NetworkAddress(text: text).flatMap { AddressGuard.refusal(of: $0, allowed: listed) }
        }
        #expect(refusal("10.1.255.255") == nil)
        #expect(refusal("::ffff:10.1.2.3") == nil)
        #expect(refusal("::1") == nil)
        #expect(refusal("10.2.0.0") == .privateNetwork)
        #expect(refusal("127.0.0.1") == .loopback)
    }

    @Test(arguments: [
        "0177.0.0.1", "0x7f.0.0.1", "127.1", "2130706433", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.04", "+1.2.3.4",
        "", "::1%eth0", ":::", "1::2::3", "12345::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::1.2.3", "1.2.3.4::",
    ])
    func readsNothingThatPeopleReadInTwoWays(text: String) {
        #expect(NetworkAddress(text: text) == nil)
    }

    @Test func writesWhatItReads() {
        for text in ["192.0.2.7", "2001:db8:0:0:0:0:0:1", "0:0:0:0:0:ffff:a01:203"] {
            #expect(NetworkAddress(text: text)?.description == text)
        }
    }
}
