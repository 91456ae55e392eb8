using System.Collections.Immutable;

namespace CreditMonitor.Core.Statements.Csv;

internal enum ChargeSign
{
    /// <summary>What the rows show decides.</summary>
    Unsaid,
    Positive,
    Negative,
}

/// <summary>One bank's CSV. What is not said here, the header's words say (<see cref="CsvColumns"/>).</summary>
/// <param name="Headers">All of these must be there, as <see cref="CsvHeader"/> names them; empty: it has no header.</param>
/// <param name="Currency">Only where the bank has no other.</param>
internal sealed record CsvDialect(string Name, ImmutableArray<string> Headers, ChargeSign Sign = ChargeSign.Unsaid, DateOrder? Order = null, string? Currency = null)
{
    public string Date { get; init; } = "";

    public string Posted { get; init; } = "";

    public string Amount { get; init; } = "";

    public string Description { get; init; } = "";

    public string Descriptor { get; init; } = "";

    public string Id { get; init; } = "";

    /// <summary>A fee that is charged beside the amount.</summary>
    public string Fee { get; init; } = "";

    public string CurrencyColumn { get; init; } = "";

    public string Direction { get; init; } = "";

    /// <summary>For money that came in: the columns of the receiving side.</summary>
    public (string Amount, string Currency, string Description)? Incoming { get; init; }

    /// <summary>Columns that the words would take for something they are not.</summary>
    public bool HasNoId { get; init; }

    public CsvColumns Columns(CsvHeader header)
    {
        int At(string name, int found) => name.Length == 0 ? found : header.Find(name);
        var found = CsvColumns.Of(header);
        return found with
        {
            Date = At(Date, found.Date),
            Posted = At(Posted, found.Posted),
            Amount = At(Amount, found.Amount),
            Debit = Amount.Length == 0 ? found.Debit : -1,
            Credit = Amount.Length == 0 ? found.Credit : -1,
            Description = At(Description, found.Description),
            Descriptor = At(Descriptor, found.Descriptor),
            Id = HasNoId ? -1 : At(Id, found.Id),
            Fee = header.Find(Fee),
            Currency = At(CurrencyColumn, found.Currency),
            Direction = At(Direction, found.Direction),
        };
    }
}
