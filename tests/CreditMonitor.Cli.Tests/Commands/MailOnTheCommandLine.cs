using System.Text.Json;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Testing;

namespace CreditMonitor.Cli.Tests.Commands;

/// <summary>The real executable with a SendGrid that is scripted.</summary>
public sealed class MailOnTheCommandLine : IAsyncLifetime
{
    private readonly AProgram _program = new();
    private readonly FakeProvider _provider = new(TimeProvider.System) { AdminKey = "sk-admin-verb-test-key" };
    private FakeServer _server = null!;
    private ScriptedSendGrid _sendGrid = null!;

    public async ValueTask InitializeAsync()
    {
        var day = await RealDay.BeginAsync();
        day.Spend(_provider, 4m, 60);
        _server = await FakeServer.StartAsync(_provider, CancellationToken.None);
        _sendGrid = await ScriptedSendGrid.StartAsync();
        _program.Watching(_server.BaseUrl.ToString(), day).Set("Mail:From", "Credit <credit@example.com>").Set("Mail:SendGrid:ApiKey", "SG.test").Set("Mail:SendGrid:BaseUrl", _sendGrid.BaseUrl.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await _sendGrid.DisposeAsync();
        await _server.DisposeAsync();
        _program.Dispose();
    }

    [Fact]
    public async Task A_parked_mail_is_listed_with_its_reason_shown_by_status_and_sent_after_a_retry()
    {
        _sendGrid.For("team@example.com", Does.FindInvalid);

        await _program.RunAsync("poll");
        var listed = await _program.RunAsync("mail");
        var status = JsonDocument.Parse((await _program.RunAsync("status", "--json")).Output).RootElement.GetProperty("organizations")[0].GetProperty("mail");
        var words = await _program.RunAsync("status");
        var retried = await _program.RunAsync("mail", "--retry", "--json");
        await _program.RunAsync("poll");
        var done = await _program.RunAsync("mail", "--org", "acme");

        Assert.Contains("parked: ", listed.Output, StringComparison.Ordinal);
        Assert.Contains("400 (personalizations.0.to.0.email: Does not contain a valid address: [address])", listed.Output, StringComparison.Ordinal);
        Assert.Equal((0, 1, true), (status.GetProperty("waiting").GetInt32(), status.GetProperty("parked").GetInt32(), status.GetProperty("broken").GetBoolean()));
        Assert.DoesNotContain("@", status.GetProperty("last_failure").GetString(), StringComparison.Ordinal);
        Assert.Contains("Mail does not go out as it should", words.Output, StringComparison.Ordinal);
        var body = JsonDocument.Parse(retried.Output).RootElement;
        Assert.Equal((1, "waiting"), (body.GetProperty("retried").GetInt32(), body.GetProperty("mails")[0].GetProperty("standing").GetString()));
        Assert.Equal("Every mail is delivered.", done.Output.Trim());
        Assert.Equal([Does.FindInvalid, Does.Take], _sendGrid.Posted.Select(posted => posted.Answer));
    }

    [Fact]
    public async Task The_address_of_a_webhook_is_shown_by_its_host_alone()
    {
        _program.Set("Organizations:0:Subscribers:1", "slack:https://hooks.invalid/services/CANARY9slack").Set("Organizations:0:Subscribers:2", "webhook:https://hooks.invalid/CANARY9hook?sig=CANARY9sig");
        var endings = new List<Ending> { await _program.RunAsync("poll", "--verbose") };
        foreach (var arguments in new string[][] { ["mail"], ["mail", "--json"], ["mail", "--retry"], ["status"], ["subscriptions"], ["doctor"], ["unsubscribe", "slack:https://hooks.invalid/services/CANARY9slackx"] })
        {
            endings.Add(await _program.RunAsync(arguments));
        }

        Assert.Contains("to slack at hooks.invalid", endings[1].Output, StringComparison.Ordinal);
        Assert.Contains("\"recipient\":\"webhook at hooks.invalid\"", endings[2].Output, StringComparison.Ordinal);
        Assert.All(endings, ending => Assert.DoesNotContain("CANARY9", ending.Output + ending.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Doctor_has_SendGrid_check_a_mail_and_says_what_to_do_about_a_refusal()
    {
        _sendGrid.For("credit@example.com", Does.TakeSandboxed, Does.RefuseKey, Does.ReportQuota, Does.Forbid, Does.Take);

        var endings = new List<Ending>();
        for (var n = 0; n < 5; n++)
        {
            endings.Add(await _program.RunAsync("doctor"));
        }

        await _sendGrid.DisposeAsync();
        endings.Add(await _program.RunAsync("doctor"));

        Assert.Equal([0, 1, 1, 1, 1, 1], endings.Select(ending => ending.Code));
        string[] says = ["would take a mail from", "does not accept the API key", "quota for this account", "verify the domain", "is CreditMonitor:Mail:SendGrid:BaseUrl SendGrid's?", "no connection to 127.0.0.1 could be made"];
        Assert.All(says.Zip(endings), pair => Assert.Contains(pair.First, Assert.Single(pair.Second.Output.Split('\n'), line => line.Contains(" mail: ", StringComparison.Ordinal)), StringComparison.Ordinal));
        Assert.DoesNotContain(endings, ending => (ending.Output + ending.Error).Contains("SG.test", StringComparison.Ordinal));
    }
}
