using System.Reflection;

namespace CreditMonitor.Core.Tests;

/// <summary>The banned symbols catch members of Single and Double, not a bare <c>double x</c>; this catches the rest.</summary>
public class NoBinaryFloatingPointTests
{
    private const string Allowed = "CreditMonitor.Core.Forecasting";
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void No_binary_floating_point_stands_in_core_outside_the_forecaster()
    {
        var found = typeof(Usd).Assembly.GetTypes()
            .Where(type => type.Namespace != Allowed && type.Namespace?.StartsWith(Allowed + ".", StringComparison.Ordinal) != true)
            .SelectMany(type => Uses(type).Where(use => IsBinary(use.Type)).Select(use => $"{type.FullName}.{use.Where}"));

        Assert.Empty(found);
    }

    [Fact]
    public void The_search_finds_what_it_looks_for()
    {
        var found = Uses(typeof(Guilty)).Where(use => IsBinary(use.Type)).Select(use => use.Where).ToHashSet();

        Assert.Superset(new HashSet<string> { ".ctor", "field", "Local", "Argument", "Nested" }, found);
    }

    private static IEnumerable<(string Where, Type Type)> Uses(Type type)
    {
        foreach (var field in type.GetFields(All))
        {
            yield return (field.Name, field.FieldType);
        }

        foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
        {
            var signature = method.GetParameters().Select(parameter => parameter.ParameterType).Append((method as MethodInfo)?.ReturnType ?? typeof(void));
            var locals = method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? [];
            foreach (var used in signature.Concat(locals))
            {
                yield return (method.Name, used);
            }
        }
    }

    private static bool IsBinary(Type type) =>
        type == typeof(float) || type == typeof(double) || type == typeof(Half)
        || (type.HasElementType && IsBinary(type.GetElementType()!))
        || (type.IsGenericType && type.GetGenericArguments().Any(IsBinary));

#pragma warning disable CA1822, CA1823, CS0169, IDE0051, IDE0060
    private sealed class Guilty(float constructed)
    {
        private readonly double field = constructed;

        public decimal Local(decimal money)
        {
            // Read more than once, or an optimizing compiler keeps it on the stack and there is no local to find.
            var half = (double)money / 2;
            if (half > field)
            {
                half -= field;
            }

            return (decimal)(half * half);
        }

        public void Argument(ref float number)
        {
        }

        public Dictionary<string, double[]>? Nested() => null;
    }
#pragma warning restore CA1822, CA1823, CS0169, IDE0051, IDE0060
}
