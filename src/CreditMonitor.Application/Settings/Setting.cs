using System.Collections.Immutable;

namespace CreditMonitor.Settings;

/// <summary>How a setting's text is read.</summary>
internal enum SettingType
{
    Text,
    Address,
    Amount,
    Instant,
    Number,
    Choice,
    Flag,
    Schedule,
}

/// <summary>A setting, or a group of them, as it is written in the configuration.</summary>
/// <param name="Key">Its name in the section that holds it.</param>
/// <param name="Meaning">For people, in Markdown; links lead from the <c>docs</c> folder.</param>
internal abstract record DescribedSetting(string Key, string Meaning)
{
    /// <summary>In words, where what holds without the setting is not a value that could be written there.</summary>
    public string? Otherwise { get; init; }
}

/// <summary>One setting: what it means, its unit, its range and its default, said once. The reader checks by it, and
/// <c>docs/configuration.md</c> and the schema for editors are made from it.</summary>
internal sealed record Setting(string Key, SettingType Type, string Meaning) : DescribedSetting(Key, Meaning)
{
    private readonly string? _expected;

    public string? Unit { get; init; }

    public long? Least { get; init; }

    public long? Most { get; init; }

    /// <summary>In characters.</summary>
    public int? Shortest { get; init; }

    /// <inheritdoc cref="Shortest"/>
    public int? Longest { get; init; }

    public string? Pattern { get; init; }

    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>As somebody would write it; a list with commas.</summary>
    public string? Default { get; init; }

    public bool IsRequired { get; init; }

    public bool IsSecret { get; init; }

    /// <summary>Several values: numbered keys, an array, or one text with commas.</summary>
    public bool IsList { get; init; }

    /// <summary>A value that is accepted.</summary>
    public string? Example { get; init; }

    /// <summary>What may be written there, as it follows "expected" in a fault.</summary>
    public string Expected
    {
        get => _expected ?? Type switch
        {
            SettingType.Address => "an http or https address without credentials in it",
            SettingType.Amount when IsList => "amounts in US dollars such as 100",
            SettingType.Amount => "an amount in US dollars such as 1000 or 12.50",
            SettingType.Instant => "an instant such as 2026-03-01T09:30:00Z",
            SettingType.Number when IsList => $"whole {Unit} from {Least} to {Most}",
            SettingType.Number => $"a whole number from {Least} to {Most}",
            SettingType.Choice => string.Join(" or ", Choices.Select(choice => $"'{choice}'")),
            SettingType.Flag => "true or false",
            SettingType.Schedule => "six fields (second minute hour day month weekday, UTC), such as 0 */5 * * * *",
            _ => "a text",
        };
        init => _expected = value;
    }
}

/// <summary>A section of the configuration.</summary>
internal sealed record SettingGroup(string Key, string Meaning, ImmutableArray<DescribedSetting> Settings) : DescribedSetting(Key, Meaning)
{
    /// <summary>A list of such sections, numbered from 0.</summary>
    public bool IsList { get; init; }

    /// <summary>The names of sections that are all like this one; <see cref="DescribedSetting.Key"/> then stands for any of them.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <exception cref="InvalidOperationException">Nobody described it: a setting that is read and not documented is a bug.</exception>
    public Setting Setting(string key) =>
        Settings.OfType<Setting>().FirstOrDefault(setting => setting.Key == key) ?? throw Undescribed(key);

    /// <inheritdoc cref="Setting(string)"/>
    public SettingGroup Group(string key) =>
        Settings.OfType<SettingGroup>().FirstOrDefault(group => group.Key == key || group.Names.Contains(key)) ?? throw Undescribed(key);

    private InvalidOperationException Undescribed(string key) => new($"{Key}:{key} is read, and {nameof(SettingsCatalog)} does not describe it.");
}
