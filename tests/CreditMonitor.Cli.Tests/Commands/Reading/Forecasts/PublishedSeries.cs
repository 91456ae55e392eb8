using System.Diagnostics;
using System.Text.Json;
using CreditMonitor.Core;
using CreditMonitor.Core.Forecasting;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Cli.Tests.Commands.Reading.Forecasts;

/// <summary>Other people's series, read from beside the repository and never copied: the reference's script and our port of it, on every request of its harness.</summary>
public class PublishedSeries
{
    [Fact]
    public void The_reference_and_its_script_agree_on_every_request_of_the_harness()
    {
        var folder = Find() ?? "";
        Assert.SkipWhen(folder.Length == 0, "../shared/samples/forecast is not there.");
        Assert.SkipUnless(HasPython(), "python3 is not installed.");

        var requests = Run(Path.Combine(folder, "backtest.py"), "", "requests", "--series", Path.Combine(folder, "series"));
        var expected = Run(Path.Combine(folder, "creditcast.py"), requests).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(answer => answer.TryGetProperty("horizon", out _)).ToLookup(answer => (answer.GetProperty("series").GetString(), answer.GetProperty("origin").GetString()));
        foreach (var request in requests.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement))
        {
            var spend = new DailySpend(DateOnly.Parse(request.GetProperty("first").GetString()!, null), [.. request.GetProperty("amounts").EnumerateArray().Select(Amount)]);
            var forecast = SpendForecaster.Forecast(spend, spend.Last, SpendMethod.CreditCast)!;
            foreach (var answer in expected[(request.GetProperty("series").GetString(), request.GetProperty("origin").GetString())])
            {
                Same(answer, "p10", forecast, 0.1m);
                Same(answer, "p50", forecast, 0.5m);
                Same(answer, "p90", forecast, 0.9m);
            }
        }
    }

    private static void Same(JsonElement answer, string name, SpendForecast forecast, decimal quantile)
    {
        var reference = answer.GetProperty(name).GetDouble();
        Assert.Equal(reference, (double)forecast.Cumulative(answer.GetProperty("horizon").GetInt32(), quantile).Amount, tolerance: 1e-6 * Math.Max(1, reference));
    }

    private static Usd Amount(JsonElement value) => AmountText.TryRead(value.GetRawText(), out var amount, out _, out var error) ? amount : throw new FormatException(error);

    private static string Run(string script, string input, params string[] arguments)
    {
        using var python = Process.Start(new ProcessStartInfo("python3", ["-B", script, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var output = python.StandardOutput.ReadToEndAsync();
        python.StandardInput.Write(input);
        python.StandardInput.Close();
        python.WaitForExit();
        return python.ExitCode == 0 ? output.Result : throw new InvalidOperationException($"{Path.GetFileName(script)} ended with {python.ExitCode}.");
    }

    private static bool HasPython() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "python3")));

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var samples = Path.Combine(folder.FullName, "shared", "samples", "forecast");
            if (File.Exists(Path.Combine(samples, "creditcast.py")))
            {
                return samples;
            }
        }

        return null;
    }
}
