using System.Reflection;
using CreditMonitor.Core.Alerts;

namespace CreditMonitor.Core.Tests.Alerts;

/// <summary>A rule is a small class of its own, beside it lies a class of tests, and it is asked at every decision.</summary>
public class RulesAndTheirTests
{
    private static readonly List<Type> Rules = [.. typeof(AlertRule).Assembly.GetTypes().Where(type => type.Namespace == "CreditMonitor.Core.Alerts.Rules" && !type.IsNested && RulesOf(type).Any())];

    [Fact]
    public void Every_rule_has_a_class_of_tests_that_bears_its_name()
    {
        var tested = typeof(RulesAndTheirTests).Assembly.GetTypes().Where(type => type.Namespace == "CreditMonitor.Core.Tests.Alerts.Rules" && HasTests(type)).Select(type => type.Name);

        Assert.Equal(Rules.Select(rule => rule.Name + "Tests").Order(StringComparer.Ordinal), tested.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_rule_is_asked_and_every_kind_has_one()
    {
        Assert.Equal(Rules.SelectMany(RulesOf).Select(Named).Order(StringComparer.Ordinal), AlertRules.All.Select(Named).Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetValues<AlertKind>(), AlertRules.All.Select(rule => rule.Kind).Distinct().Order());
    }

    private static IEnumerable<AlertRule> RulesOf(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == typeof(AlertRule)).Select(field => (AlertRule)field.GetValue(null)!);

    private static bool HasTests(Type type) => type.GetMethods().Any(method => method.GetCustomAttributes<FactAttribute>().Any());

    private static string Named(AlertRule rule) => $"{rule.Kind} {string.Join(' ', rule.Abouts)} {rule.Evaluate.Method.DeclaringType}";
}
