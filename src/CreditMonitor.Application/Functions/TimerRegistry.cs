using System.Collections.Immutable;
using System.Text.Json;
using CreditMonitor.Settings;
using NCrontab;

namespace CreditMonitor.Functions;

/// <summary>A timer function and when it is due.</summary>
public sealed record RegisteredTimer(string Name, string Cron, CrontabSchedule Schedule);

/// <summary>Reads the <c>function.json</c> files: the one registry of timers, for the Functions host and for the built-in scheduler alike.</summary>
public static class TimerRegistry
{
    /// <param name="root">The published folder: each function is a folder directly under it. HTTP functions are for the host alone and left out.</param>
    /// <param name="appSetting">What the Functions host puts in place of <c>%NAME%</c>; null for none.</param>
    public static ImmutableArray<RegisteredTimer> Read(string root, ScheduleSettings schedules, Func<string, string?> appSetting)
    {
        var timers = ImmutableArray.CreateBuilder<RegisteredTimer>();
        foreach (var file in Directory.EnumerateDirectories(root).Select(folder => Path.Combine(folder, "function.json")).Where(File.Exists).Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var binding in document.RootElement.GetProperty("bindings").EnumerateArray().Where(binding => binding.GetProperty("type").GetString() == "timerTrigger"))
            {
                var cron = Resolve(binding.GetProperty("schedule").GetString() ?? "", schedules, appSetting);
                timers.Add(new RegisteredTimer(Path.GetFileName(Path.GetDirectoryName(file))!, cron, CrontabSchedule.Parse(cron, new CrontabSchedule.ParseOptions { IncludingSeconds = true })));
            }
        }

        return timers.ToImmutable();
    }

    /// <summary>How far apart two runs are meant to be: the longest gap among the next few, so that stale figures are told from a pause that was planned.</summary>
    public static TimeSpan Interval(CrontabSchedule schedule, DateTimeOffset now)
    {
        var next = schedule.GetNextOccurrences(now.UtcDateTime, now.UtcDateTime.AddDays(8)).Take(200).ToList();
        return next.Count < 2 ? TimeSpan.FromDays(1) : next.Zip(next.Skip(1), (one, other) => other - one).Max();
    }

    /// <summary><c>%NAME%</c> is an app setting under the Functions host; standing alone it is the setting of the same duty.</summary>
    private static string Resolve(string schedule, ScheduleSettings schedules, Func<string, string?> appSetting) => schedule switch
    {
        ['%', .. var name, '%'] when appSetting(name) is { Length: > 0 } set => set,
        "%POLL_BILLING_SCHEDULE%" => schedules.Billing,
        "%POLL_USAGE_SCHEDULE%" => schedules.Usage,
        "%DIGEST_SCHEDULE%" => schedules.Digest,
        _ => schedule,
    };
}
