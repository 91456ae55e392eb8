using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreditMonitor.Cli.Output;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Core.Text;
using CreditMonitor.Status;
using CreditMonitor.Storage;

namespace CreditMonitor.Cli.Commands.Running;

/// <summary>A mail that is not delivered.</summary>
/// <param name="Recipient">Of a webhook its host alone.</param>
/// <param name="NextAttemptAt">Null while parked.</param>
internal sealed record UndeliveredMail(
    string Organization, string MailId, OutboxStanding Standing, string Recipient, string Subject, DateTimeOffset CreatedAt, int Attempts, int UnknownSends, DateTimeOffset? NextAttemptAt, string? LastFailure)
{
    public static UndeliveredMail Of(string organizationId, IReadOnlyCollection<OutboxMessage> messages)
    {
        var gravest = messages.MaxBy(message => message.Standing)!;
        var subject = gravest.Content.Subject + (messages.Count > 1 ? $" and {messages.Count - 1} more" : "");
        return new UndeliveredMail(
            organizationId, gravest.MailId, gravest.Standing, Subscription.MaskOf(gravest.Channel, gravest.Recipient), subject, gravest.CreatedAt, gravest.Attempts, gravest.UnknownSends,
            gravest.Standing == OutboxStanding.Parked ? null : gravest.NextAttemptAt, gravest.LastFailure);
    }
}

internal sealed record MailsBody(ImmutableArray<UndeliveredMail> Mails, int Retried);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(InstantJson), typeof(SnakeCaseEnum<OutboxStanding>)])]
[JsonSerializable(typeof(MailsBody))]
internal sealed partial class MailsJson : JsonSerializerContext;

/// <summary>Shows what is not delivered and why, and has parked mails tried again.</summary>
internal static class MailCommand
{
    private static readonly Option<bool> Retry = new("--retry") { Description = "Make parked mails, and those that wait for a broken channel, due now." };

    public static Command Create()
    {
        var command = new Command("mail", "List mails that wait or are parked, each with the reason; --retry has the next poll send them.") { CommonOptions.Org, Retry };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = Configured.Require(parsed);
        var chosen = Configured.Chosen(parsed, settings);
        await using var app = await Configured.PartsAsync(parsed, settings, cancellationToken);
        var store = app.Services.GetRequiredService<IMonitorStore>();
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var retried = 0;
        var mails = ImmutableArray.CreateBuilder<UndeliveredMail>();
        foreach (var organization in chosen)
        {
            retried += parsed.GetValue(Retry) ? await RetryAsync(store, organization.Id, now, cancellationToken) : 0;
            var pending = await store.ReadPendingAsync(organization.Id, cancellationToken);
            mails.AddRange(pending.GroupBy(message => message.MailId).Select(mail => UndeliveredMail.Of(organization.Id, [.. mail])));
        }

        Print(parsed, new MailsBody(mails.ToImmutable(), retried));
        return ExitCode.Done;
    }

    private static async Task<int> RetryAsync(IMonitorStore store, string organizationId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pending = await store.ReadPendingAsync(organizationId, cancellationToken);
        ImmutableArray<OutboxMessage> stuck = [.. pending.Where(message => message.Standing is OutboxStanding.Parked or OutboxStanding.ChannelDown).Select(message => message.TriedAgain(now))];
        if (!stuck.IsEmpty)
        {
            await store.PostponeAsync(organizationId, stuck, cancellationToken);
            await store.WriteMailAsync(organizationId, Undelivered.Standing(await store.ReadPendingAsync(organizationId, cancellationToken)), cancellationToken);
        }

        return stuck.DistinctBy(message => message.MailId, StringComparer.Ordinal).Count();
    }

    private static void Print(ParseResult parsed, MailsBody body)
    {
        if (parsed.GetValue(CommonOptions.Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(body, MailsJson.Default.MailsBody));
            return;
        }

        if (parsed.GetValue(Retry))
        {
            Console.WriteLine($"{When.Count(body.Retried, "mail")} due now; the next poll or usage check sends {(body.Retried == 1 ? "it" : "them")}.");
        }

        if (body.Mails.IsEmpty)
        {
            Console.WriteLine("Every mail is delivered.");
        }

        foreach (var mail in body.Mails)
        {
            var next = mail.NextAttemptAt is { } at ? $"next attempt {When.Short(at)}" : "not tried again until creditmonitor mail --retry";
            Console.WriteLine($"{mail.Organization} {mail.MailId} {SnakeCase.Of(mail.Standing)}: {mail.Subject}\n  to {mail.Recipient}, made {When.Short(mail.CreatedAt)}, {When.Count(mail.Attempts, "attempt")}, {next}{(mail.LastFailure is { } failure ? $"\n  {failure}" : "")}");
        }
    }
}
