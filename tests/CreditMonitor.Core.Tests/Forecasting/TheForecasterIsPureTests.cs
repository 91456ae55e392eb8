using System.Reflection;
using CreditMonitor.Core.Forecasting;

namespace CreditMonitor.Core.Tests.Forecasting;

/// <summary>The banned symbols are off in the folder that may reckon in binary floating point; this holds it to the other bans.</summary>
public class TheForecasterIsPureTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void The_forecaster_reads_no_clock_draws_no_lots_and_waits_for_nothing()
    {
        var called = typeof(SpendForecast).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(SpendForecast).Namespace)
            .SelectMany(type => type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
            .SelectMany(Calls)
            .Where(IsBanned)
            .Select(call => $"{call.DeclaringType}.{call.Name}");

        Assert.Equal([], called.Distinct());
    }

    [Fact]
    public void The_search_finds_what_it_looks_for() => Assert.Contains(Calls(typeof(TheForecasterIsPureTests).GetMethod(nameof(Guilty), All)!), IsBanned);

    /// <summary>Never run: it holds what the search has to find, a clock and lots.</summary>
    private static long Guilty() => DateTimeOffset.UtcNow.Ticks + new Random(1).Next();

    /// <summary>What the compiler puts into every iterator.</summary>
    private const string IteratorsOwn = "get_CurrentManagedThreadId";

    private static bool IsBanned(MethodBase call) => call.DeclaringType is { } type
        && (type == typeof(Random) || type == typeof(TimeProvider) || (type == typeof(Environment) && call.Name != IteratorsOwn) || type == typeof(Console) || type == typeof(TimeZoneInfo)
            || type.Namespace is "System.IO" or "System.Threading" or "System.Threading.Tasks" or "System.Net.Http" or "System.Diagnostics"
            || call.Name is "get_Now" or "get_UtcNow" or "get_Today" or "NewGuid");

    /// <summary>Every method that the body's call instructions (call, callvirt, newobj) name. Bytes that only look like one resolve to nothing, or to more than is called.</summary>
    private static IEnumerable<MethodBase> Calls(MethodBase method)
    {
        var body = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at + 4 < body.Length; at++)
        {
            if (body[at] is 0x28 or 0x6F or 0x73 && Resolve(method.Module, BitConverter.ToInt32(body, at + 1)) is { } call)
            {
                yield return call;
            }
        }
    }

    private static MethodBase? Resolve(Module module, int token)
    {
        try
        {
            return (token >>> 24) is 0x06 or 0x0A ? module.ResolveMethod(token) : null;
        }
        catch (Exception e) when (e is ArgumentException or BadImageFormatException)
        {
            return null;
        }
    }
}
