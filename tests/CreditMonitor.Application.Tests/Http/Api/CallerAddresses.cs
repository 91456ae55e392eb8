using System.Net;
using CreditMonitor.Http.Access;
using CreditMonitor.Settings;
using Microsoft.AspNetCore.Http;

namespace CreditMonitor.Application.Tests.Http.Api;

/// <summary>By which address an anonymous caller's requests are counted.</summary>
public sealed class CallerAddresses
{
    [Theory]
    [InlineData("203.0.113.9:50312", "203.0.113.9")]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData("198.51.100.1, 203.0.113.9:50312", "203.0.113.9")]
    [InlineData("198.51.100.1, 203.0.113.9:50312, 127.0.0.1", "203.0.113.9")]
    [InlineData("198.51.100.1, 203.0.113.9:50312, 169.254.130.1:3000", "203.0.113.9")]
    [InlineData("203.0.113.9:50312, 10.1.0.4, 172.16.0.1, 192.168.3.4:80, ::ffff:10.0.0.1, fe80::1, [fd00::2]:443, ::1", "203.0.113.9")]
    [InlineData("[2001:db8::1]:443", "2001:db8::1")]
    [InlineData("10.0.0.4, 169.254.130.1", "127.0.0.1")]
    [InlineData("nobody", "127.0.0.1")]
    [InlineData("", "127.0.0.1")]
    public void Under_the_Functions_host_it_is_what_the_front_end_wrote_last(string forwarded, string counted) => Assert.Equal(IPAddress.Parse(counted), AddressOf(forwarded, underFunctionsHost: true));

    [Fact]
    public void Elsewhere_nobody_may_say_where_they_come_from() => Assert.Equal(IPAddress.Loopback, AddressOf("203.0.113.9", underFunctionsHost: false));

    private static IPAddress? AddressOf(string forwarded, bool underFunctionsHost)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Loopback } };
        context.Request.Headers["X-Forwarded-For"] = forwarded;
        var settings = new MonitorSettings([], new StorageSettings("unused", null, null), new MailSettings(SettingsLoader.DefaultFrom, "unused", null), new AccessSettings([], [], []), SettingsLoader.DefaultSchedules, null);
        return new AccessGate(settings) { UnderFunctionsHost = underFunctionsHost }.AddressOf(context);
    }
}
