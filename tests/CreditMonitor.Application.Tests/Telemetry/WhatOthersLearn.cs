using System.Diagnostics;
using CreditMonitor.Delivery.SendGrid;
using CreditMonitor.Delivery.Webhooks;
using CreditMonitor.OpenAI;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests.Telemetry;

/// <summary>Spans are numbered; their numbers go to the collector and to nobody whom a span is about.</summary>
public sealed class WhatOthersLearn
{
    public static TheoryData<string, bool> Connections => new() { { "OpenAI", false }, { "SendGrid", false }, { "channels", false }, { "as .NET has it", true } };

    [Theory]
    [MemberData(nameof(Connections))]
    public async Task No_number_of_a_span_is_sent_along(string connection, bool isSent)
    {
        await using var other = await ACollector.StartAsync();
        using var client = connection switch
        {
            "OpenAI" => OpenAIHttp.CreateClient(),
            "SendGrid" => SendGridHttp.CreateClient(SendGridHttp.CreateHandler()),
            "channels" => ChannelHttp.CreateClient(allowPrivate: true),
            _ => new HttpClient(),
        };
        using var span = new Activity("a poll").SetIdFormat(ActivityIdFormat.W3C).Start();

        await client.GetAsync(other.Url);

        Assert.Equal(isSent, Assert.Single(other.Posts).Headers.ContainsKey("traceparent"));
    }
}
