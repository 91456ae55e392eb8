using System.Globalization;
using System.Text.RegularExpressions;

namespace CreditMonitor.Application.Tests.Http.Api;

internal sealed record MetricSample(string Family, IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>A strict reader of Prometheus' text format 0.0.4: whatever departs from it is an error, also what Prometheus would put up with.</summary>
internal static partial class PrometheusReader
{
    public static (IReadOnlyDictionary<string, string> Types, IReadOnlyList<MetricSample> Samples) Read(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        var samples = new List<MetricSample>();
        string? helped = null;
        string? current = null;
        foreach (var line in text[..^1].Split('\n'))
        {
            if (Help().Match(line) is { Success: true } help)
            {
                (helped, current) = (help.Groups["name"].Value, null);
            }
            else if (TypeLine().Match(line) is { Success: true } type)
            {
                current = type.Groups["name"].Value;
                Assert.True(current == helped, $"{line} has no HELP before it");
                Assert.True(types.TryAdd(current, type.Groups["type"].Value), $"{current} is a family twice");
            }
            else
            {
                var sample = SampleLine().Match(line);
                Assert.True(sample.Success && sample.Groups["name"].Value == current, $"'{line}' is no sample of the family before it");
                samples.Add(new MetricSample(current!, LabelsOf(sample.Groups["labels"].Value), double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture)));
            }
        }

        var twice = samples.GroupBy(sample => $"{sample.Family} {string.Join(',', sample.Labels.OrderBy(label => label.Key, StringComparer.Ordinal))}").Where(same => same.Count() > 1).Select(same => same.Key);
        Assert.Empty(twice);
        return (types, samples);
    }

    private static Dictionary<string, string> LabelsOf(string text)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match label in Label().Matches(text))
        {
            var value = Escape().Replace(label.Groups["value"].Value, escaped => escaped.Value switch { "\\n" => "\n", var other => other[1..] });
            Assert.True(labels.TryAdd(label.Groups["name"].Value, value), $"{text} has a label twice");
        }

        return labels;
    }

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?:[^\\\n]|\\\\|\\n)+$")]
    private static partial Regex Help();

    [GeneratedRegex(@"^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge)$")]
    private static partial Regex TypeLine();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?<labels>(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"(?:,(?!\})|(?=\})))+)\})? (?<value>-?[0-9]+(?:\.[0-9]+)?)$""")]
    private static partial Regex SampleLine();

    [GeneratedRegex("""(?<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>(?:[^"\\]|\\.)*)",?""")]
    private static partial Regex Label();

    [GeneratedRegex(@"\\.")]
    private static partial Regex Escape();
}
