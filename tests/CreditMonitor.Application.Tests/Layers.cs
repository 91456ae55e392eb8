using ArchUnitNET.Domain;

namespace CreditMonitor.Application.Tests;

/// <summary>The folders of the three projects, lowest first, and every reference that points the wrong way.</summary>
/// <param name="folders">A folder may name itself and those before it.</param>
internal sealed class Layers(string root, params string[] folders)
{
    /// <summary>What decides; its root (amounts) is below every folder.</summary>
    public static readonly Layers Core = new(
        "CreditMonitor.Core", "", "Text", "Ledger", "Observations", "Statements", "Records", "Reconciliation", "Forecasting", "Alerts", "Notifications",
        "Monitoring", "Explanations", "Scenarios");

    /// <summary>What acts.</summary>
    public static readonly Layers Application = new(
        "CreditMonitor", "Core", "Settings", "Telemetry", "Limits", "Storage", "Polling", "OpenAI", "Delivery", "Status", "Intake", "Subscriptions", "Jobs", "Http",
        "Hosting");

    /// <summary>What people type.</summary>
    public static readonly Layers Cli = new("CreditMonitor.Cli", "Output", "Scheduling", "Simulation", "Commands", "");

    /// <summary>A sentence for each type that names one above its folder, by name.</summary>
    public IReadOnlyList<string> Offenders(IEnumerable<IType> types) =>
    [
        .. (from type in types
            let own = RankOf(type.Namespace?.FullName)
            where own >= 0
            from dependency in type.Dependencies
            let target = dependency.Target
            where target is not GenericParameter && RankOf(target.Namespace?.FullName) > own
            select $"{type.FullName} names {target.FullName}").Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>Folders that hold types but are not among those in order.</summary>
    public IReadOnlyList<string> Unknown(IEnumerable<IType> types) =>
    [
        .. types.Select(type => type.Namespace?.FullName ?? "").Where(name => FolderOf(name) is { } folder && !folders.Contains(folder))
            .Distinct().Order(StringComparer.Ordinal),
    ];

    private int RankOf(string? name) => FolderOf(name ?? "") is { } folder ? Array.IndexOf(folders, folder) : -1;

    /// <returns>The first folder below the root; empty for the root itself; null outside.</returns>
    private string? FolderOf(string name) =>
        name == root ? ""
        : name.StartsWith(root + ".", StringComparison.Ordinal) ? name[(root.Length + 1)..].Split('.')[0]
        : null;
}
