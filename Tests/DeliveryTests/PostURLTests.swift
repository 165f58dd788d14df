import Delivery
import Testing

struct PostURLTests {
    @Test func readsHostPortAndPath() throws {
        let url = try PostURL("https://Orders.Example.org:8443/a/b?c=d")
        #expect(url.host == "orders.example.org")
        #expect(url.port == 8_443)
        #expect(url.path == "/a/b?c=d")
        #expect(url.isSecure)
        #expect(try PostURL("http://[2001:db8::1]").origin == "http://[2001:db8::1]:80")
        #expect(try PostURL("https://example.org?key=1").path == "/?key=1")
    }

    @Test(arguments: [
        "ftp://example.org/", "https://", "https:///path", "https://user@example.org/",
        "https://user:word@example.org/",
        "https://2130706433/", "https://0x7f.1/", "https://0177.0.0.1/", "https://127.1/", "https://example.org:0/",
        "https://example.org:70000/", "https://exa mple.org/", "https://example.org/\r\nHost: other", "https://[::1",
        "https://[fe80::1%25eth0]/", "https://-x.org/", "https://例子.cn/", "https://example.org/#part",
        "https://example.org\\@other.org/", "HTTPS//example.org", "https://a..b/", "https://example.0x1/",
    ])
    func refusesWhatCanBeReadInTwoWays(text: String) {
        #expect(throws: PostURL.Fault.self) { try PostURL(text) }
    }
}
