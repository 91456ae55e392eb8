using System.Globalization;
using System.Text;

namespace CreditMonitor.Status;

/// <summary>Writes Prometheus' text format 0.0.4: a family at a time, each with what it means, its type and its samples.</summary>
/// <remarks>https://prometheus.io/docs/instrumenting/exposition_formats/</remarks>
internal sealed class PrometheusText : IMetricFamilies
{
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();
    private string _family = "";

    public IMetricFamilies Family(string name, string type, string help)
    {
        _family = name;
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\n# TYPE {name} {type}\n");
        return this;
    }

    public void Sample(decimal? value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        if (value is not { } known)
        {
            return;
        }

        _text.Append(_family);
        var separator = '{';
        foreach (var (name, text) in labels)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{separator}{name}=\"{Escaped(text)}\"");
            separator = ',';
        }

        _text.Append(labels.Length > 0 ? "} " : " ").Append(known.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    public override string ToString() => _text.ToString();

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
