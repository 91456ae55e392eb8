using System.Net;
using System.Text.Json;
using CreditMonitor.Application.Tests.Delivery.Mail;
using CreditMonitor.Delivery;
using CreditMonitor.Delivery.SendGrid;
using SendGrid;

namespace CreditMonitor.Application.Tests.Delivery.SendGrid;

/// <summary>What is posted, against SendGrid's published description.</summary>
[Trait("Needs", "prism")]
public sealed class SendGridPayloads(PrismServer prism)
{
    [Fact]
    public async Task Every_kind_of_mail_is_as_the_description_has_it()
    {
        var watch = new Watch();
        var client = await ClientAsync(watch);
        foreach (var e in AMail.EveryEvent)
        {
            var mail = await AMail.OfAsync(e);
            Assert.Null(SendGridRules.FaultOf(SendGridMail.Of(mail)));
            Assert.Equal(HttpStatusCode.Accepted, (await client.SendEmailAsync(SendGridMail.Of(mail))).StatusCode);
            Assert.Equal(HttpStatusCode.Accepted, (await client.SendEmailAsync(SendGridMail.TextOnly(mail))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Accepted, (await client.SendEmailAsync(SendGridMail.Of(await AMail.OfAsync(AMail.EveryEvent)))).StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, (await client.SendEmailAsync(SendGridMail.Sandbox(AMail.From))).StatusCode);
        Assert.Empty(watch.Violations);
    }

    [Fact]
    public async Task What_departs_from_the_description_is_noticed_by_this_very_check()
    {
        var watch = new Watch();
        var message = SendGridMail.Of(await AMail.OfAsync(AMail.Event()));
        message.From = null;

        var response = await (await ClientAsync(watch)).SendEmailAsync(message);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("from", Assert.Single(watch.Violations), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, typeof(SendOutcome.Refused))]
    [InlineData(401, typeof(SendOutcome.Down))]
    [InlineData(403, typeof(SendOutcome.Down))]
    [InlineData(404, typeof(SendOutcome.Refused))]
    [InlineData(405, typeof(SendOutcome.Refused))]
    [InlineData(413, typeof(SendOutcome.Refused))]
    [InlineData(500, typeof(SendOutcome.Later))]
    public async Task Every_error_that_the_description_has_is_understood(int status, Type outcome)
    {
        var sender = new SendGridSender(await ClientAsync(new Watch { Prefer = $"code={status}" }), "127.0.0.1", TimeProvider.System);

        var came = await sender.SendAsync(await AMail.OfAsync(AMail.Event()), CancellationToken.None);

        Assert.IsType(outcome, came);
        Assert.Contains($"{status}", came.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_property_is_sent_that_the_description_does_not_know()
    {
        using var description = JsonDocument.Parse(await File.ReadAllTextAsync(PrismServer.Description()));
        var schema = description.RootElement.GetProperty("components").GetProperty("requestBodies").GetProperty("PostMailSend").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        var message = SendGridMail.Sandbox(AMail.From);
        message.Personalizations![0].Headers!["In-Reply-To"] = "<x@example.com>";
        using var sent = JsonDocument.Parse(message.Serialize());

        Assert.Empty(Undescribed(description.RootElement, schema, sent.RootElement, "$"));
        using var typo = JsonDocument.Parse("""{"personalizations":[{"to":[{"mail":"a@example.com"}]}]}""");
        Assert.Equal(["$.personalizations[].to[].mail"], Undescribed(description.RootElement, schema, typo.RootElement, "$"));
    }

    private static IEnumerable<string> Undescribed(JsonElement root, JsonElement schema, JsonElement value, string place)
    {
        while (schema.TryGetProperty("$ref", out var reference))
        {
            schema = reference.GetString()!.Split('/').Skip(1).Aggregate(root, (at, name) => at.GetProperty(name));
        }

        if (value.ValueKind is JsonValueKind.Array)
        {
            return value.EnumerateArray().SelectMany(item => Undescribed(root, schema.GetProperty("items"), item, place + "[]"));
        }

        // An object without described properties is a free map, such as the headers.
        return value.ValueKind is not JsonValueKind.Object || !schema.TryGetProperty("properties", out var described) ? []
            : value.EnumerateObject().SelectMany(property => described.TryGetProperty(property.Name, out var inner)
                ? Undescribed(root, inner, property.Value, $"{place}.{property.Name}")
                : [$"{place}.{property.Name}"]);
    }

    private async Task<SendGridClient> ClientAsync(Watch watch) =>
        new(SendGridHttp.CreateClient(watch), new SendGridClientOptions { ApiKey = "SG.test", Host = (await prism.AddressAsync()).ToString() });

    /// <summary>Asks Prism for an answer, and collects what it objects to.</summary>
    private sealed class Watch() : DelegatingHandler(SendGridHttp.CreateHandler())
    {
        public string? Prefer { get; init; }

        public List<string> Violations { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Prefer is not null)
            {
                request.Headers.Add("Prefer", Prefer);
            }

            var response = await base.SendAsync(request, cancellationToken);
            if (response.Headers.TryGetValues("sl-violations", out var violations))
            {
                Violations.AddRange(violations);
            }

            return response;
        }
    }
}
