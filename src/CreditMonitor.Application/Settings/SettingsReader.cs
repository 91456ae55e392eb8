using System.Collections.Immutable;
using System.Globalization;
using CreditMonitor.Core;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Settings;

/// <summary>Reads one section of the configuration as it is described, and collects every fault instead of stopping at the first.</summary>
/// <remarks>By hand and not by the binder: that one throws at the first value it cannot convert, and cannot say which key nobody knows.</remarks>
internal sealed class SettingsReader(IConfigurationSection section, SettingGroup described, List<string> faults, List<string> warnings)
{
    private readonly HashSet<string> asked = new(StringComparer.OrdinalIgnoreCase);

    public string Path => section.Path;

    public List<string> Faults => faults;

    public void Fault(string key, string expected) => faults.Add($"{section.Path}:{key} {expected}");

    public void Warn(string key, string what) => warnings.Add($"{section.Path}:{key} {what}");

    /// <summary>What is said of a setting of this section; asking makes it a known one.</summary>
    public Setting Setting(string key)
    {
        asked.Add(key);
        return described.Setting(key);
    }

    public string? Text(string key)
    {
        var setting = Setting(key);
        return section[setting.Key] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
    }

    /// <summary>What is set, else the default that is described; to be called where there is one.</summary>
    public string TextOrDefault(string key) => Text(key) ?? Setting(key).Default!;

    public string Required(string key)
    {
        if (Text(key) is { } value)
        {
            return value;
        }

        Fault(key, $"is missing; expected {Setting(key).Expected}.");
        return "";
    }

    /// <summary>A secret: its value never appears in a fault.</summary>
    public string? Secret(string key) => Text(key);

    public Uri? Address(string key)
    {
        if ((Text(key) ?? Setting(key).Default) is not { } text)
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

    /// <summary>The address, or the default where what is set is none; that is a fault already.</summary>
    public Uri AddressOrDefault(string key) => Address(key) ?? new Uri(Setting(key).Default!);

    public Usd? Amount(string key)
    {
        if (TextOrFault(key) is not { } text)
        {
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

    /// <summary>Null when nothing is set, which is a fault where the setting is required.</summary>
    private string? TextOrFault(string key) => Setting(key).IsRequired ? Required(key) is { Length: > 0 } text ? text : null : Text(key);

    public DateTimeOffset? Instant(string key)
    {
        if (TextOrFault(key) is not { } text)
        {
            return null;
        }

        if (InstantText.TryRead(text, out var instant))
        {
            return instant;
        }

        Fault(key, $"is '{Shown(text)}'; expected an instant with its offset, such as 2026-03-01T09:30:00Z.");
        return null;
    }

    public T Choice<T>(string key)
        where T : struct, Enum
    {
        var choice = Word(key);
        return Enum.GetValues<T>().First(value => SnakeCase.Of(value) == choice);
    }

    /// <summary>One of the words that are described, or the default; null where there is none.</summary>
    public string? Word(string key)
    {
        var setting = Setting(key);
        if (Text(key) is not { } text || setting.Choices.Contains(text))
        {
            return Text(key) ?? setting.Default;
        }

        Fault(key, $"is '{Shown(text)}'; expected {setting.Expected}.");
        return setting.Default;
    }

    public int Number(string key)
    {
        var setting = Setting(key);
        if (IsWithin(setting, TextOrDefault(key), out var number))
        {
            return (int)number;
        }

        Fault(key, $"is '{Shown(TextOrDefault(key))}'; expected {setting.Expected}.");
        return int.Parse(setting.Default!, CultureInfo.InvariantCulture);
    }

    /// <summary>A list of whole numbers, the default where none is set; those out of range are faults.</summary>
    public ImmutableArray<int> Numbers(string key)
    {
        var setting = Setting(key);
        var numbers = ImmutableArray.CreateBuilder<int>();
        foreach (var text in Texts(key) ?? [.. setting.Default!.Split(',')])
        {
            if (IsWithin(setting, text, out var number))
            {
                numbers.Add((int)number);
            }
            else
            {
                Fault(key, $"has '{text}'; expected {setting.Expected}.");
            }
        }

        return numbers.ToImmutable();
    }

    private static bool IsWithin(Setting setting, string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= setting.Least && number <= setting.Most;

    public bool Flag(string key)
    {
        if (bool.TryParse(TextOrDefault(key), out var flag))
        {
            return flag;
        }

        Fault(key, $"is '{Shown(TextOrDefault(key))}'; expected {Setting(key).Expected}.");
        return bool.Parse(Setting(key).Default!);
    }

    /// <summary>A list of values; null when the key is absent. An empty text (<c>Key=</c>) is an empty list.</summary>
    public ImmutableArray<string>? Texts(string key)
    {
        var list = section.GetSection(Setting(key).Key);
        if (list.GetChildren().ToList() is { Count: > 0 } children)
        {
            return [.. children.OrderBy(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : int.MaxValue).Select(child => child.Value?.Trim() ?? "")];
        }

        return list.Value is null ? null : [.. list.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }

    public SettingsReader Section(string key)
    {
        asked.Add(key);
        return new SettingsReader(section.GetSection(key), described.Group(key), faults, warnings);
    }

    /// <summary>The numbered sections of a list, in order of their numbers.</summary>
    public ImmutableArray<SettingsReader> Sections(string key)
    {
        asked.Add(key);
        return [.. section.GetSection(key).GetChildren().OrderBy(child => child.Key.Length).ThenBy(child => child.Key, StringComparer.Ordinal).Select(child => new SettingsReader(child, described.Group(key), faults, warnings))];
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
