using System.CommandLine;
using System.Text.Json;
using CreditMonitor.Cli.Output;
using CreditMonitor.Status;

namespace CreditMonitor.Cli.Commands.Reading;

/// <summary>Where the money went, in words, with the figures.</summary>
internal static class ExplainCommand
{
    private const string Silence = "silence";

    private static readonly Argument<string?> About = new("WHAT") { Description = "A UTC month (2026-03), a UTC day (2026-03-02), a charge's id, or silence: why nothing is told; default: the running month.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create()
    {
        var command = new Command("explain", "Say where the money went: which credit paid for which usage, what the card was charged for, what lapsed, what is left; or why nothing is told.") { About, CommonOptions.Org };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        var organization = Configured.One(parsed, settings);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var desk = app.Services.GetRequiredService<Explainer>();
        var about = parsed.GetValue(About);
        if (about is Silence)
        {
            Console.WriteLine($"{organization.Name}, what is not told\n\n{string.Join('\n', await desk.ExplainSilenceAsync(organization, cancellationToken))}");
            return ExitCode.Done;
        }

        if (await desk.ExplainAsync(organization, about, cancellationToken) is { } explanation)
        {
            Console.WriteLine(parsed.GetValue(CommonOptions.Json)
                ? JsonSerializer.Serialize(ExplanationBody.Of(explanation), ExplanationJson.Default.ExplanationBody)
                : $"{organization.Name}, {explanation.Title}\n\n{string.Join('\n', explanation.Sentences)}");
            return ExitCode.Done;
        }

        Console.WriteLine(await desk.ExplainChargeAsync(organization, about!, cancellationToken)
            ?? throw new CommandFailure(ExitCode.Usage, $"{about} is no month such as 2026-03, no day such as 2026-03-02, and no charge of {organization.Id}; list charges with creditmonitor reconcile list."));
        return ExitCode.Done;
    }
}
