using CreditMonitor.Settings;
using Microsoft.Extensions.Configuration;

namespace CreditMonitor.Application.Tests.Settings;

public sealed class TelemetrySettingsTests
{
    private const string Endpoint = "CreditMonitor:Telemetry:OtlpEndpoint";
    private const string Headers = "CreditMonitor:Telemetry:OtlpHeaders";
    private const string Standard = "OTEL_EXPORTER_OTLP_ENDPOINT";

    [Fact]
    public void It_is_off_unless_somebody_says_where_to()
    {
        Assert.Null(Load().Settings!.Telemetry);
        Assert.Null(Load((Standard, " ")).Settings!.Telemetry);
    }

    [Theory]
    [InlineData("https://otlp.example.com/otlp", "https://otlp.example.com/otlp/")]
    [InlineData("http://127.0.0.1:4318/", "http://127.0.0.1:4318/")]
    [InlineData("http://10.1.2.3:4318", "http://10.1.2.3:4318/")]
    [InlineData("http://collector:4318", "http://collector:4318/")]
    [InlineData("http://otel.svc.cluster.local:4318", "http://otel.svc.cluster.local:4318/")]
    public void Https_goes_anywhere_and_http_stays_near(string given, string endpoint)
    {
        Assert.Equal(endpoint, Load((Endpoint, given)).Settings!.Telemetry!.Endpoint.ToString());
        Assert.Equal(endpoint, Load((Standard, given)).Settings!.Telemetry!.Endpoint.ToString());
    }

    [Theory]
    [InlineData("http://otlp.example.com", "is not https")]
    [InlineData("http://8.8.8.8:4318", "is not https")]
    [InlineData("otlp.example.com:4318", "is no address")]
    [InlineData("grpc://127.0.0.1:4317", "is no address")]
    [InlineData("https://somebody:hidden-word@otlp.example.com", "holds more than an address")]
    [InlineData("https://otlp.example.com/?api-key=hidden-word", "holds more than an address")]
    public void Another_is_a_fault_that_names_the_setting_and_quotes_nothing(string given, string fault)
    {
        foreach (var name in new[] { Endpoint, Standard })
        {
            var told = Assert.Single(Load((name, given)).Faults);
            Assert.StartsWith($"{name} {fault}", told, StringComparison.Ordinal);
            Assert.DoesNotContain("hidden-word", told, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_own_setting_goes_before_the_standard_one() =>
        Assert.Equal("https://one.example.com/", Load((Endpoint, "https://one.example.com"), (Standard, "https://two.example.com")).Settings!.Telemetry!.Endpoint.ToString());

    [Theory]
    [InlineData("hidden-word")]
    [InlineData("name=")]
    [InlineData("a name=hidden-word")]
    [InlineData("name=hidden\nword")]
    public void Headers_that_are_not_understood_are_a_fault_that_does_not_quote_them(string headers)
    {
        var fault = Assert.Single(Load((Endpoint, "https://otlp.example.com"), (Headers, headers)).Faults);

        Assert.StartsWith(Headers, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_for_nobody_are_a_fault() => Assert.StartsWith($"{Headers} is set without", Assert.Single(Load((Headers, "a=b")).Faults), StringComparison.Ordinal);

    [Fact]
    public void The_headers_do_not_reach_a_log_by_way_of_the_records_text() =>
        Assert.DoesNotContain("hidden", Load((Endpoint, "https://otlp.example.com"), (Headers, "Authorization=hidden")).Settings!.ToString(), StringComparison.Ordinal);

    [Fact]
    public void That_another_protocol_is_wanted_is_told_and_put_up_with()
    {
        var outcome = Load((Standard, "http://127.0.0.1:4317"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"));

        Assert.NotNull(outcome.Settings);
        Assert.Contains("http/protobuf although OTEL_EXPORTER_OTLP_PROTOCOL is 'grpc'", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
    }

    private static SettingsOutcome Load(params (string Key, string Value)[] more) => SettingsLoader.Load(new ConfigurationBuilder().AddInMemoryCollection(
        [KeyValuePair.Create("CreditMonitor:Organizations:0:Id", (string?)"acme"), KeyValuePair.Create("CreditMonitor:Organizations:0:AdminKey", (string?)"sk-admin-x"), .. more.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value))]).Build());
}
