using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Statements;

/// <summary>OFX 1 and 2, and QFX. The day is the bank's own: DTUSER, else DTPOSTED, its first eight digits.</summary>
internal static class OfxStatement
{
    /// <summary>Tags of 100,000 movements, roughly.</summary>
    private const int MostTags = 1_500_000;

    public static StatementRead Read(string text, StatementOptions options)
    {
        if (text.Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase) || text.Contains("<!ENTITY", StringComparison.OrdinalIgnoreCase))
        {
            return new StatementRead.Invalid("declares a document type, which no statement needs; it is not read.");
        }

        var reading = new Reading(options);
        var tags = 0;
        foreach (var token in OfxTokens.Of(text))
        {
            if (++tags > MostTags)
            {
                return new StatementRead.Invalid($"has more than {MostTags} tags; export a shorter time.");
            }

            reading.Take(token);
        }

        reading.End(tags);
        return reading.CurrencyMissing ? StatementRows.NeedsCurrency() : reading.Rows.Read(FormatOf(text), "ofx");
    }

    private static string FormatOf(string text)
    {
        var head = text[..Math.Min(text.Length, 4_000)];
        return head.Contains("<INTU.", StringComparison.OrdinalIgnoreCase) ? "qfx" : head.Contains("<?OFX", StringComparison.OrdinalIgnoreCase) || head.Contains("OFXHEADER=\"200\"", StringComparison.OrdinalIgnoreCase) || head.Contains("OFXHEADER:200", StringComparison.Ordinal) ? "ofx2" : "ofx1";
    }

    private sealed class Reading(StatementOptions options)
    {
        private readonly Dictionary<string, string> _leaves = new(StringComparer.Ordinal);
        private string? _statementCurrency;
        private string _account = "";
        private string _inside = "";
        private int _line;
        private bool _open;
        private bool _closed;

        public StatementRows Rows { get; } = new();

        public bool CurrencyMissing { get; private set; }

        public void Take(OfxToken token)
        {
            switch (token.Tag)
            {
                case "STMTTRN":
                    Finish(whole: true);
                    (_open, _line) = (true, token.Line);
                    break;
                case "/STMTTRN" or "/BANKTRANLIST":
                    Finish(whole: true);
                    break;
                case "/OFX":
                    _closed = true;
                    break;
                case "STMTRS" or "CCSTMTRS":
                    Finish(whole: true);
                    (_statementCurrency, _account) = (null, "");
                    break;
                case "CURDEF":
                    _statementCurrency = token.Value.ToUpperInvariant();
                    break;
                case "ACCTID" when !_open:
                    _account = token.Value;
                    break;
                default:
                    Leaf(token);
                    break;
            }
        }

        public void End(int tags)
        {
            Finish(_closed);
            if (!_closed)
            {
                Rows.Skip(_line, "the file ends before </OFX>; rows may be missing, download it again");
            }
            else if (tags < 4)
            {
                Rows.Skip(1, "the file holds no statement");
            }
        }

        private void Leaf(OfxToken token)
        {
            if (token.Tag is "CURRENCY" or "ORIGCURRENCY" or "CCACCTTO" or "BANKACCTTO" or "IMAGEDATA")
            {
                _inside = token.Tag;
            }
            else if (token.Tag == "/" + _inside)
            {
                _inside = "";
            }
            else if (_open && token.Tag[0] != '/' && token.Value.Length > 0)
            {
                _leaves.TryAdd(_inside.Length == 0 ? token.Tag : $"{_inside}.{token.Tag}", token.Value);
            }
        }

        private void Finish(bool whole)
        {
            if (!_open)
            {
                return;
            }

            if (!whole)
            {
                Rows.Skip(_line, "the file ends within this transaction");
            }
            else
            {
                Keep();
            }

            _leaves.Clear();
            (_open, _inside) = (false, "");
        }

        private void Keep()
        {
            var currency = _leaves.GetValueOrDefault("CURRENCY.CURSYM")?.ToUpperInvariant() ?? _statementCurrency ?? options.Currency;
            var posted = Day("DTPOSTED");
            if ((Day("DTUSER") ?? posted) is not { } day)
            {
                Rows.SkipUnread(_line, $"DTPOSTED {StatementText.Short(_leaves.GetValueOrDefault("DTPOSTED") ?? "")} is no date");
            }
            else if (!StatementAmount.TryRead(_leaves.GetValueOrDefault("TRNAMT") ?? "", DecimalMark, out var amount))
            {
                Rows.SkipUnread(_line, $"TRNAMT {StatementText.Short(_leaves.GetValueOrDefault("TRNAMT") ?? "")} is no amount");
            }
            else if (currency is null || StatementAmount.CurrencyOf(currency) != currency)
            {
                CurrencyMissing = true;
            }
            else
            {
                var (name, memo) = (_leaves.GetValueOrDefault("NAME"), _leaves.GetValueOrDefault("MEMO"));
                Rows.Add(new CardRow(day, posted, Money.Of(-amount.Value, currency), StatementText.Join(name, memo)) { Line = _line, SourceId = _leaves.GetValueOrDefault("FITID"), Account = _account });
            }
        }

        /// <summary>OFX has no grouping: a lone mark is decimal, whichever it is and however many digits follow.</summary>
        private char? DecimalMark => _leaves.GetValueOrDefault("TRNAMT") is { } text && text.Contains(',', StringComparison.Ordinal) && !text.Contains('.', StringComparison.Ordinal) ? ',' : '.';

        private DateOnly? Day(string tag) => _leaves.GetValueOrDefault(tag) is { Length: >= 8 } text && StatementDates.TryRead(text[..8], DateOrder.YearFirst, out var day) ? day : null;
    }
}
