namespace CreditMonitor.Core.Ledger;

/// <summary>One grant while a replay runs: what is left of it and where the rest went. Lives no longer than its run.</summary>
/// <param name="place">Its place in the burn order, from 0.</param>
internal sealed class Lot(CreditGrant grant, int place)
{
    private bool started;
    private bool ended;
    private Usd consumed;
    private Usd expired;
    private Usd voided;
    private Usd refunded;

    public CreditGrant Grant => grant;

    public int Place => place;

    public Usd Left { get; private set; }

    public bool IsUsable => started && !ended;

    public void Start()
    {
        started = true;
        Left = grant.Amount;
    }

    public void Stop()
    {
        ended = true;
        (expired, voided) = grant.EndsByVoid ? (Usd.Zero, Left) : (Left, Usd.Zero);
        Left = Usd.Zero;
    }

    /// <returns>What was taken: at most what is left.</returns>
    public Usd Consume(Usd wanted)
    {
        var taken = Usd.Min(wanted, Left);
        Left -= taken;
        consumed += taken;
        return taken;
    }

    /// <returns>What was given back: at most what is left, and nothing outside the grant's life.</returns>
    public Usd GiveBack(Usd wanted)
    {
        var given = IsUsable ? Usd.Min(wanted, Left) : Usd.Zero;
        Left -= given;
        refunded += given;
        return given;
    }

    public GrantBalance Balance() => new(
        grant,
        grant.End,
        State(),
        consumed,
        expired,
        voided,
        refunded,
        NeverEffective: grant.IsNeverEffective ? grant.Amount : Usd.Zero,
        Pending: grant.IsNeverEffective || started ? Usd.Zero : grant.Amount,
        Remaining: Left);

    private GrantState State() => this switch
    {
        _ when grant.IsNeverEffective => GrantState.NeverEffective,
        _ when !started => GrantState.Pending,
        _ when Left.IsPositive => GrantState.Active,
        _ when expired.IsPositive => GrantState.Expired,
        _ when voided.IsPositive => GrantState.Voided,
        _ => GrantState.Exhausted,
    };
}
