using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Settings;

/// <summary>Reads one section of the configuration and collects every fault instead of stopping at the first.</summary>
/// <remarks>By hand and not by the binder: that one throws at the first value it cannot convert, and cannot say which key nobody knows.</remarks>
internal sealed class SettingsReader(IConfigurationSection section, List<string> faults, List<string> warnings)
{
    private readonly HashSet<string> asked = new(StringComparer.OrdinalIgnoreCase);

    public string Path => section.Path;

    public List<string> Faults => faults;

    public void Fault(string key, string expected) => faults.Add($"{section.Path}:{key} {expected}");

    public void Warn(string key, string what) => warnings.Add($"{section.Path}:{key} {what}");

    public string? Text(string key)
    {
        asked.Add(key);
        return section[key] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
    }

    public string Required(string key, string expected)
    {
        if (Text(key) is { } value)
        {
            return value;
        }

        Fault(key, $"is missing; expected {expected}.");
        return "";
    }

    /// <summary>A secret: its value never appears in a fault.</summary>
    public string? Secret(string key) => Text(key);

    public Uri? Address(string key, string? fallback)
    {
        if ((Text(key) ?? fallback) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.UserInfo.Length == 0)
        {
            return uri;
        }

        Fault(key, $"is '{ShownAddress(text)}'; expected an http or https address without credentials in it.");
        return null;
    }

    public Usd? Amount(string key, bool required)
    {
        if (Text(key) is not { } text)
        {
            if (required)
            {
                Fault(key, "is missing; expected an amount in US dollars such as 1000 or 12.50.");
            }

            return null;
        }

        if (!AmountText.TryRead(text, out var amount, out _, out var error))
        {
            Fault(key, $"is '{Shown(text)}', which {error}; expected US dollars such as 1000 or 12.50.");
            return null;
        }

        if (amount >= Usd.Zero)
        {
            return amount;
        }

        Fault(key, $"is '{Shown(text)}'; expected an amount that is not negative.");
        return null;
    }

    public DateTimeOffset? Instant(string key, bool required)
    {
        if (Text(key) is not { } text)
        {
            if (required)
            {
                Fault(key, "is missing; expected an instant such as 2026-03-01T09:30:00Z.");
            }

            return null;
        }

        if (InstantText.TryRead(text, out var instant))
        {
            return instant;
        }

        Fault(key, $"is '{Shown(text)}'; expected an instant with its offset, such as 2026-03-01T09:30:00Z.");
        return null;
    }

    public T Choice<T>(string key, T fallback, params ReadOnlySpan<T> choices)
        where T : struct, Enum
    {
        if (Text(key) is not { } text)
        {
            return fallback;
        }

        foreach (var choice in choices)
        {
            if (SnakeCase.Of(choice) == text)
            {
                return choice;
            }
        }

        Fault(key, $"is '{Shown(text)}'; expected {string.Join(" or ", choices.ToArray().Select(choice => $"'{SnakeCase.Of(choice)}'"))}.");
        return fallback;
    }

    public bool Flag(string key, bool fallback)
    {
        if (Text(key) is not { } text)
        {
            return fallback;
        }

        if (bool.TryParse(text, out var flag))
        {
            return flag;
        }

        Fault(key, $"is '{Shown(text)}'; expected true or false.");
        return fallback;
    }

    /// <summary>A list of values; null when the key is absent. An empty text (<c>Key=</c>) is an empty list.</summary>
    public ImmutableArray<string>? Texts(string key)
    {
        asked.Add(key);
        var list = section.GetSection(key);
        if (list.GetChildren().ToList() is { Count: > 0 } children)
        {
            return [.. children.OrderBy(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : int.MaxValue).Select(child => child.Value?.Trim() ?? "")];
        }

        return list.Value is null ? null : [.. list.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    public SettingsReader Section(string key)
    {
        asked.Add(key);
        return new SettingsReader(section.GetSection(key), faults, warnings);
    }

    /// <summary>The numbered sections of a list, in order of their numbers.</summary>
    public ImmutableArray<SettingsReader> Sections(string key)
    {
        asked.Add(key);
        return [.. section.GetSection(key).GetChildren().OrderBy(child => child.Key.Length).ThenBy(child => child.Key, StringComparer.Ordinal).Select(child => new SettingsReader(child, faults, warnings))];
    }

    public bool Exists => section.Exists();

    /// <summary>Whatever was set here and not asked for is a fault: a setting with a typo must not be silently without effect.</summary>
    public void RefuseUnknown()
    {
        var known = asked.Order(StringComparer.Ordinal);
        foreach (var child in section.GetChildren().Where(child => !asked.Contains(child.Key)))
        {
            faults.Add($"{child.Path} is not a setting; here are known: {string.Join(", ", known)}.");
        }
    }

    /// <summary>Values are quoted bounded and without control characters; they came from outside.</summary>
    public static string Shown(string text) => SafeText.Clip(text, 81);

    /// <summary>An address as it may be quoted: without what stands before its host, and without its query, where people put
    /// secrets.</summary>
    private static string ShownAddress(string text)
    {
        var end = text.IndexOfAny(['?', '#']);
        var bare = end < 0 ? text : $"{text[..end]}…";
        var at = bare.LastIndexOf('@');
        return Shown(at < 0 ? bare : $"…{bare[at..]}");
    }
}
