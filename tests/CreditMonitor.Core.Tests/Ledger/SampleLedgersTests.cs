using System.Text.Json;
using System.Text.Json.Nodes;
using CreditMonitor.Core.Ledger;
using CreditMonitor.Core.Ledger.Documents;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Tests.Ledger;

/// <summary>The project's sample ledgers with their exact closing states, as written and after their revisions; skipped where they do not lie beside the repository.</summary>
public class SampleLedgersTests
{
    [Fact]
    public void Every_sample_ledger_closes_every_day_as_it_says_also_after_revisions()
    {
        var file = Find() ?? "";
        Assert.SkipWhen(file.Length == 0, "../shared/samples/ledger/ledgers.json is not there.");

        foreach (var ledger in JsonNode.Parse(File.ReadAllText(file))!["ledgers"]!.AsArray())
        {
            Check(ledger!, ledger!["grants"]!.AsArray(), ledger["usage"]!.AsArray(), ledger["expected"]!);
            if (ledger["revisions"] is JsonArray { Count: > 0 } revisions)
            {
                var (grants, usage) = Revise(ledger, revisions);
                Check(ledger, grants, usage, ledger["expected_revised"]!);
            }
        }
    }

    private static (JsonArray Grants, JsonArray Usage) Revise(JsonNode ledger, JsonArray revisions)
    {
        var grants = ledger["grants"]!.DeepClone().AsArray();
        var usage = ledger["usage"]!.DeepClone().AsArray();
        foreach (var revision in revisions)
        {
            switch (revision!["op"]!.GetValue<string>())
            {
                case "restate_usage":
                    usage.Single(used => Text(used!["id"]) == Text(revision["id"]))!["amount"] = revision["amount"]!.DeepClone();
                    break;
                case "add_grant":
                    grants.Add(revision["grant"]!.DeepClone());
                    break;
                case "add_usage":
                    usage.Add(revision["usage"]!.DeepClone());
                    break;
                default:
                    Assert.Fail($"unknown revision {revision["op"]}");
                    break;
            }
        }

        return (grants, usage);
    }

    private static void Check(JsonNode ledger, JsonArray grants, JsonArray usage, JsonNode expected)
    {
        var document = new JsonObject
        {
            ["burn_order"] = Text(expected["policy"]) == "expiry-first" ? "soonest_expiring_first" : "promotional_first",
            ["grants"] = new JsonArray([.. grants.Reverse().Select(grant => grant!.DeepClone())]),
            ["usage"] = new JsonArray([.. usage.Select(used => used!.DeepClone())]),
            ["refunds"] = new JsonArray([.. ledger["refunds"]!.AsArray().Select(Refund)]),
        };
        var facts = Assert.IsType<LedgerInput.Ok>(LedgerDocument.Read(document.ToJsonString())).Facts;
        Assert.True(InstantText.TryRead(Text(ledger["to"]), out var asOf));
        var daily = CreditLedger.ReplayDaily(facts, asOf);
        using var written = JsonDocument.Parse(LedgerDocument.Write(daily.State, daily.Days));

        CheckDays(Text(ledger["id"]), written.RootElement, expected["days"]!.AsArray());
        foreach (var (id, figures) in expected["grants"]!.AsObject())
        {
            foreach (var (name, figure) in figures!.AsObject())
            {
                Assert.Equal(Exact(figure), Exact(written.RootElement.GetProperty("grants").GetProperty(id).GetProperty(name)));
            }
        }

        Assert.Equal(Exact(expected["totals"]!["refund_unmet"]), Usd.Sum(daily.State.Anomalies.Select(anomaly => anomaly.Amount)));
    }

    private static JsonNode Refund(JsonNode? refund)
    {
        var copy = refund!.DeepClone();
        copy["grant_id"] ??= copy["grant"]?.DeepClone();
        return copy;
    }

    private static void CheckDays(string id, JsonElement written, JsonArray expected)
    {
        var days = written.GetProperty("days").EnumerateArray().ToDictionary(day => day.GetProperty("day").GetString()!);
        foreach (var day in expected)
        {
            if (!days.TryGetValue(Text(day!["day"]), out var closed))
            {
                Assert.True(Text(day["balance"]) == "0" && Text(day["overage"]) == "0", $"{id} {day["day"]} is missing");
                continue;
            }

            Assert.Equal(Exact(day["balance"]), Exact(closed.GetProperty("balance")));
            Assert.Equal(Exact(day["overage"]), Exact(closed.GetProperty("overage")));
            Assert.Equal(
                day["remaining"]!.AsObject().Select(one => (one.Key, Exact(one.Value))).OrderBy(one => one.Key, StringComparer.Ordinal),
                closed.GetProperty("remaining").EnumerateObject().Select(one => (one.Name, Exact(one.Value))).OrderBy(one => one.Name, StringComparer.Ordinal));
        }
    }

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";

    private static Usd Exact(JsonNode? node) => Exact(Text(node));

    private static Usd Exact(JsonElement element) => Exact(element.GetString()!);

    private static Usd Exact(string text) => AmountText.TryRead(text, out var amount, out _, out var error) ? amount : throw new FormatException(error);

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "samples", "ledger", "ledgers.json");
            if (File.Exists(file))
            {
                return file;
            }
        }

        return null;
    }
}
