using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CreditMonitor.Core.Tests;

/// <summary>Sums that mean nothing are refused before anything runs.</summary>
public class WrongSumsTests
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)).Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(Money).Assembly.Location),
    ];

    [Theory]
    [InlineData("dollars + money")]
    [InlineData("money + dollars")]
    [InlineData("dollars - money")]
    [InlineData("money < dollars")]
    [InlineData("money == dollars")]
    [InlineData("money + 5m")]
    [InlineData("dollars + 5m")]
    [InlineData("Usd.Sum(new[] { money })")]
    [InlineData("Usd.Max(dollars, money)")]
    [InlineData("(Usd)money")]
    public void A_sum_or_comparison_of_dollars_and_another_amount_does_not_compile(string wrong) => Assert.NotEmpty(Errors(wrong));

    [Theory]
    [InlineData("money + money")]
    [InlineData("dollars + dollars")]
    [InlineData("Money.Of(dollars) + money")]
    [InlineData("dollars < money.Dollars")]
    public void What_is_right_does(string right) => Assert.Empty(Errors(right));

    private static IEnumerable<string> Errors(string expression)
    {
        var code = $"using CreditMonitor.Core; public static class Sum {{ public static object Of(Usd dollars, Money money) => {expression}; }}";
        return CSharpCompilation.Create("Sum", [CSharpSyntaxTree.ParseText(code)], References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
            .GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString());
    }
}
