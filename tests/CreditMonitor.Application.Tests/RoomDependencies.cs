using System.Collections.Immutable;
using System.Reflection;
using CreditMonitor.Cli.Simulation.Provider;
using CreditMonitor.Core;
using CreditMonitor.Delivery.Mail;
using CreditMonitor.Jobs;
using CreditMonitor.Testing;

namespace CreditMonitor.Application.Tests;

/// <summary>Who may name whom, read from what was compiled: base types, members, attributes and every instruction that names a type or a
/// member.</summary>
public sealed class RoomDependencies
{
    private static readonly Assembly Core = typeof(Usd).Assembly;
    private static readonly Assembly Program = typeof(FleetPoller).Assembly;

    private static readonly string[] ServingPeople =
        ["CreditMonitor.Http", "CreditMonitor.Cli", "CreditMonitor.Delivery.Mail", "CreditMonitor.Delivery.Webhooks"];

    private static readonly string[] Pretending = ["CreditMonitor.Cli.Simulation"];

    [Fact]
    public void Core_rests_on_the_base_class_library_alone_without_its_network() => Assert.Empty(BeyondTheBase(Core));

    [Theory]
    [InlineData("CreditMonitor.OpenAI")]
    [InlineData("CreditMonitor.Storage")]
    [InlineData("CreditMonitor.Polling")]
    public void What_asks_keeps_and_polls_names_nothing_that_serves_people(string room) =>
        Assert.Empty(Offenders(TypesIn(room), ServingPeople));

    [Fact]
    public void The_fake_provider_and_the_demo_are_named_by_verbs_replays_and_themselves_alone()
    {
        string[] may = ["CreditMonitor.Cli.Commands", .. Pretending];

        Assert.Empty(Offenders(Program.GetTypes().Where(type => !Array.Exists(may, room => IsIn(type, room))), Pretending));
    }

    [Fact]
    public void A_planted_offender_is_found_and_named_with_whom_it_names()
    {
        Assert.Contains("Microsoft.AspNetCore.Http.Abstractions", BeyondTheBase(Program));
        Assert.Contains("System.Net.Http", BeyondTheBase(Program));

        var prefix = typeof(Planted).FullName!;
        var planted = typeof(Planted).Assembly.GetTypes().Where(type => type.FullName!.StartsWith(prefix, StringComparison.Ordinal));
        var found = Offenders(planted, [.. ServingPeople, .. Pretending]);

        Assert.All(
            ["Calls", "Keeps", "Derives", "Takes", "Awaits", "Speaks"],
            way => Assert.Contains(found, offender => offender.StartsWith($"{prefix}+{way}", StringComparison.Ordinal)));
        Assert.Contains($"{prefix}+Calls names CreditMonitor.Delivery.Mail.PickupSender", found);
        Assert.DoesNotContain(found, offender => offender.Contains("+Innocent", StringComparison.Ordinal));
    }

    private static List<Type> TypesIn(string room)
    {
        var types = Program.GetTypes().Where(type => IsIn(type, room)).ToList();
        Assert.NotEmpty(types);
        return types;
    }

    private static List<string> BeyondTheBase(Assembly assembly) =>
    [
        .. assembly.GetReferencedAssemblies().Select(one => one.Name!).Order(StringComparer.Ordinal)
            .Where(name => !IsIn(name, "System") || IsIn(name, "System.Net")),
    ];

    /// <summary>A sentence for each type that names one of a room that it must not.</summary>
    private static List<string> Offenders(IEnumerable<Type> types, string[] rooms) =>
    [
        .. from type in types
           from named in CompiledNames.In(type)
           where Array.Exists(rooms, room => IsIn(named, room))
           select $"{type.FullName} names {named.FullName}",
    ];

    private static bool IsIn(Type type, string room) => type.Namespace is { } place && IsIn(place, room);

    private static bool IsIn(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && (name.Length == prefix.Length || name[prefix.Length] == '.');

#pragma warning disable CA1812, CA1822, CA1823, CS0169, CS0414, IDE0051, IDE0052, IDE0060
    /// <summary>Never run: each names what it must not in a way of its own.</summary>
    private static class Planted
    {
        private sealed class Calls
        {
            public bool IsThere() => new PickupSender("a folder").ToString() is not null;
        }

        private sealed class Keeps
        {
            private readonly ImmutableArray<MailLine> lines = [];
        }

        private sealed class Derives : List<FakeProvider>;

        private sealed class Takes
        {
            public void Mail(Func<MailDocument?>? document)
            {
            }
        }

        private sealed class Awaits
        {
            public async Task<string?> PathAsync()
            {
                await Task.Yield();
                return typeof(PickupSender).FullName;
            }
        }

        private sealed class Speaks
        {
            public bool Is(object one) => one is MailDocument;
        }

        private sealed class Innocent
        {
            public decimal Zero() => Usd.Zero.Amount;
        }
    }
#pragma warning restore CA1812, CA1822, CA1823, CS0169, CS0414, IDE0051, IDE0052, IDE0060
}
