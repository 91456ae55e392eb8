using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace CreditMonitor.Cli.Simulation.Provider;

/// <summary>A question about costs as the published description allows it.</summary>
/// <param name="From">First day, from where the page begins.</param>
/// <param name="End">First day no longer wanted; null: to now.</param>
/// <param name="Identity">The same for every page of one question; page cursors are bound to it.</param>
internal sealed record CostsQuery(
    DateOnly From, DateOnly? End, int Limit, bool ByProject, bool ByLineItem, bool ByApiKey,
    ImmutableArray<string> Projects, ImmutableArray<string> ApiKeys, string Identity)
{
    /// <summary>Before this instant costs cannot be had by key (2025-12-06).</summary>
    private const long ByKeySince = 1_764_979_200;

    private const int MaxLimit = 180;

    public bool Includes(CostNames names) =>
        (Projects.IsEmpty || Projects.Contains(names.Project ?? "")) && (ApiKeys.IsEmpty || ApiKeys.Contains(names.ApiKey ?? ""));

    public CostNames Group(CostNames names) =>
        new(ByProject ? names.Project : null, ByLineItem ? names.LineItem : null, ByApiKey ? names.ApiKey : null);

    public string CursorAt(DateOnly day) => $"page_{day:yyyyMMdd}_{Identity}";

    /// <returns>Null when the question is refused: <paramref name="badParameter"/> and <paramref name="message"/> say why.</returns>
    public static CostsQuery? Read(ILookup<string, string> parameters, out string badParameter, out string message)
    {
        (badParameter, message) = ("", "");
        if (!TryReadSeconds(parameters, "start_time", out var start) || start is null)
            return Refuse("start_time", "'start_time' is required and must be Unix seconds.", out badParameter, out message);

        if (!TryReadSeconds(parameters, "end_time", out var end))
            return Refuse("end_time", "'end_time' must be Unix seconds.", out badParameter, out message);

        if (parameters["bucket_width"].Any(width => width != "1d"))
            return Refuse("bucket_width", "'bucket_width' must be '1d'.", out badParameter, out message);

        if (!TryReadLimit(parameters, out var limit))
            return Refuse("limit", $"'limit' must be between 1 and {MaxLimit}.", out badParameter, out message);

        var groups = parameters["group_by"].ToHashSet(StringComparer.Ordinal);
        if (groups.Except(["project_id", "line_item", "api_key_id"]).Any())
            return Refuse("group_by", "'group_by' takes project_id, line_item and api_key_id.", out badParameter, out message);

        if (groups.Contains("api_key_id") && start < ByKeySince)
            return Refuse("start_time", $"With group_by=api_key_id, 'start_time' must be {ByKeySince} or later.", out badParameter, out message);

        var identity = IdentityOf(parameters);
        if (!TryReadCursor(parameters, identity, DayOf(start.Value), out var from))
            return Refuse("page", "'page' belongs to another query.", out badParameter, out message);

        return new CostsQuery(from, end is null ? null : DayOf(end.Value + 86_399), limit, groups.Contains("project_id"), groups.Contains("line_item"),
            groups.Contains("api_key_id"), [.. parameters["project_ids"]], [.. parameters["api_key_ids"]], identity);
    }

    private static CostsQuery? Refuse(string parameter, string why, out string badParameter, out string message)
    {
        (badParameter, message) = (parameter, why);
        return null;
    }

    private static bool TryReadSeconds(ILookup<string, string> parameters, string name, out long? seconds)
    {
        seconds = null;
        if (!parameters.Contains(name))
            return true;

        var read = long.TryParse(parameters[name].First(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value < 253_402_000_000;
        seconds = value;
        return read;
    }

    private static bool TryReadLimit(ILookup<string, string> parameters, out int limit)
    {
        limit = 7;
        return !parameters.Contains("limit")
            || (int.TryParse(parameters["limit"].First(), NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit);
    }

    private static bool TryReadCursor(ILookup<string, string> parameters, string identity, DateOnly start, out DateOnly from)
    {
        from = start;
        if (!parameters.Contains("page"))
            return true;

        var parts = parameters["page"].First().Split('_');
        return parts is ["page", var day, var of] && of == identity
            && DateOnly.TryParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out from);
    }

    private static DateOnly DayOf(long seconds) => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime);

    // FNV-1a: stable from run to run, as string.GetHashCode is not.
    private static string IdentityOf(ILookup<string, string> parameters)
    {
        var pairs = parameters.Where(values => values.Key != "page").SelectMany(values => values.Select(value => $"{values.Key}={value}"));
        var text = string.Join('&', pairs.Order(StringComparer.Ordinal));
        var hash = 2_166_136_261;
        foreach (var letter in Encoding.UTF8.GetBytes(text))
            hash = unchecked((hash ^ letter) * 16_777_619);

        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
