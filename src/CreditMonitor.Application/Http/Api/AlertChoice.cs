
namespace CreditMonitor.Http.Api;

/// <summary>Which alerts are listed.</summary>
internal sealed record AlertChoice(bool OpenOnly)
{
    public static readonly ApiParameter State = new("state", "open: only alerts that have not ended.", """{"type":"string","enum":["open","all"],"default":"all"}""", "\"open\"");

    public static Asked<AlertChoice> Read(IQueryCollection query) => !query.TryGetValue("state", out var state) ? Asked<AlertChoice>.For(new AlertChoice(false)) : state switch
    {
        ["open"] => Asked<AlertChoice>.For(new AlertChoice(true)),
        ["all"] => Asked<AlertChoice>.For(new AlertChoice(false)),
        _ => Asked<AlertChoice>.Wrong("state is expected to be open or all."),
    };
}
