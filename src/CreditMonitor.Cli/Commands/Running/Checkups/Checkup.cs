using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CreditMonitor.Cli.Commands.Running.Checkups;

/// <summary>One thing that <c>doctor</c> looked at.</summary>
/// <param name="Detail">What was found, or what to do.</param>
internal sealed record Checkup(string Name, bool Ok, string Detail)
{
    /// <summary>Worth a look; the set-up works all the same, so that it does not fail the whole.</summary>
    public bool Warning { get; private init; }

    public static Checkup Warn(string name, string detail) => new(name, true, detail) { Warning = true };

    public override string ToString() => $"{(!Ok ? "FAIL" : Warning ? "warn" : "ok  ")} {Name}: {Detail}";
}

internal sealed record DoctorBody(bool Well, ImmutableArray<Checkup> Checks);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DoctorBody))]
internal sealed partial class DoctorJson : JsonSerializerContext;
