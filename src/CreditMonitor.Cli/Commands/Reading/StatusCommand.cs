using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core.Monitoring;
using CreditMonitor.Status;

namespace CreditMonitor.Cli.Commands.Reading;

/// <summary>What <c>GET /api/status</c> says, on the command line and as a monitoring plugin.</summary>
internal static class StatusCommand
{
    public const int PluginUnknown = 3;

    public static readonly Option<bool> Check = new("--check") { Description = "Act as a monitoring plugin: one line, exit status 0 ok, 1 warning, 2 critical, 3 unknown." };

    public static Command Create()
    {
        var command = new Command("status", "Show each organization's balance, next expiry and open alerts, as of the last poll.") { CommonOptions.Org, Check };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        _ = Configured.Chosen(parsed, settings);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var answer = (await app.Services.GetRequiredService<StatusView>().ReadAsync(parsed.GetValue(CommonOptions.Org), cancellationToken))!;
        if (parsed.GetValue(Check))
        {
            Console.WriteLine(PluginLine(answer.Body));
            return answer.Body.Status switch { StatusWord.Ok => 0, StatusWord.Warning => 1, StatusWord.Critical => 2, _ => PluginUnknown };
        }

        Console.WriteLine(parsed.GetValue(CommonOptions.Json)
            ? JsonSerializer.Serialize(answer.Body, StatusJson.Default.StatusBody)
            : StatusText.Write(answer.Body, app.Services.GetRequiredService<TimeProvider>().GetUtcNow()));
        return ExitCode.Done;
    }

    /// <summary><c>CREDIT WARNING - Acme: … | acme_balance=12.5 …</c>, after the monitoring plugins' guidelines.</summary>
    private static string PluginLine(StatusBody body)
    {
        var says = string.Join("; ", body.Organizations.Select(organization => $"{organization.Name}: {organization.Blind ?? organization.OpenAlerts.FirstOrDefault()?.Subject ?? (organization.Mail.Broken ? PageText.Mail(organization.Mail) : null) ?? $"{PageText.Money(organization.Balance)} usable"}"));
        var figures = string.Join(' ', body.Organizations.Where(organization => organization.Balance is not null)
            .Select(organization => string.Create(CultureInfo.InvariantCulture, $"'{organization.Id}_balance_usd'={organization.Balance:0.00}")));
        return $"CREDIT {body.Status.ToString().ToUpperInvariant()} - {says.Replace('|', '/')} | {figures}";
    }
}
