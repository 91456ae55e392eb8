using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using CreditMonitor.Core;
using Assembly = System.Reflection.Assembly;

namespace CreditMonitor.Application.Tests;

/// <summary>References point one way, inside Core, inside the Application and inside the command line.</summary>
public sealed class ArchitectureTests
{
    private static readonly Assembly[] Program =
        [typeof(Usd).Assembly, typeof(Hosting.MonitorHost).Assembly, typeof(Cli.Commands.CommandLine).Assembly];

    private static readonly Architecture Loaded = new ArchLoader().LoadAssemblies([.. Program, typeof(ArchitectureTests).Assembly]).Build();

    [Fact]
    public void Inside_Core_references_point_one_way() => Empty(Layers.Core.Offenders(TypesOf(Program[0])));

    [Fact]
    public void Inside_the_application_references_point_one_way() => Empty(Layers.Application.Offenders(TypesOf(Program[1])));

    [Fact]
    public void Inside_the_command_line_references_point_one_way() => Empty(Layers.Cli.Offenders(TypesOf(Program[2])));

    [Fact]
    public void Every_folder_has_its_place_in_the_order()
    {
        Empty(Layers.Core.Unknown(TypesOf(Program[0])));
        Empty(Layers.Application.Unknown(TypesOf(Program[1])));
        Empty(Layers.Cli.Unknown(TypesOf(Program[2])));
    }

    [Fact]
    public void A_planted_reference_is_found_and_named_with_both_its_ends()
    {
        var folders = new Layers("CreditMonitor.Application.Tests.Planted", "Low", "High");
        var planted = Loaded.Types.Where(type => type.Namespace?.FullName.StartsWith("CreditMonitor.Application.Tests.Planted", StringComparison.Ordinal) == true).ToList();

        Assert.Equal(
            [
                "CreditMonitor.Application.Tests.Planted.Low.Calls names CreditMonitor.Application.Tests.Planted.High.Target",
                "CreditMonitor.Application.Tests.Planted.Low.Holds names CreditMonitor.Application.Tests.Planted.High.Target",
                "CreditMonitor.Application.Tests.Planted.Low.Takes names CreditMonitor.Application.Tests.Planted.High.Target",
            ],
            folders.Offenders(planted));
    }

    [Fact]
    public void Core_keeps_no_state_that_outlives_a_call()
    {
        var kept =
            from type in Program[0].GetTypes()
            from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where !field.IsLiteral && !type.Name.Contains('<') && !field.Name.Contains('<') && (!field.IsInitOnly || IsMutable(field.FieldType))
            select $"{type.FullName}.{field.Name}";

        Assert.Empty(kept);
    }

    private static void Empty(IReadOnlyList<string> offenders) => Assert.True(offenders.Count == 0, string.Join(Environment.NewLine, offenders));

    private static bool IsMutable(System.Type type) =>
        type.Name.StartsWith("ConditionalWeakTable", StringComparison.Ordinal) || type.Namespace == "System.Collections.Concurrent"
        || type is { IsGenericType: true } && type.GetGenericTypeDefinition() is var open && (open == typeof(Dictionary<,>) || open == typeof(List<>) || open == typeof(HashSet<>));

    private static IEnumerable<IType> TypesOf(Assembly assembly) =>
        Loaded.Types.Where(type => type.Assembly.Name.StartsWith(assembly.GetName().Name! + ",", StringComparison.Ordinal) || type.Assembly.Name == assembly.GetName().Name);
}
