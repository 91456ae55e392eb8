namespace CreditMonitor.Core;

/// <summary>A currency by its ISO 4217 code. A code that is not known is kept as it is and counts as one with two decimals.</summary>
/// <remarks>Two are equal when their codes are. The default is <c>XXX</c>, ISO's code for no currency.</remarks>
public readonly record struct Currency
{
    private const string Listed =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD "
        + "GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD "
        + "OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW UZS VED VES VND VUV WST XAF XCD "
        + "XOF XPF YER ZAR ZMW ZWG";

    private readonly string? _code;

    private Currency(string code) => _code = code is "XXX" ? null : code;

    public static Currency Usd => new("USD");

    /// <summary>Three upper-case letters.</summary>
    public string Code => _code ?? "XXX";

    public bool IsUsd => Code == "USD";

    /// <summary>ISO 4217 lists it today; banks also write codes that it has dropped.</summary>
    public bool IsListed => Code is not "XXX" && Listed.Contains(Code, StringComparison.Ordinal);

    /// <summary>Decimals of its smallest unit: none for yen, three for dinars.</summary>
    public int Decimals => Code switch
    {
        "BIF" or "CLP" or "DJF" or "GNF" or "ISK" or "JPY" or "KMF" or "KRW" or "PYG" or "RWF" or "UGX" or "UYI" or "VND" or "VUV" or "XAF" or "XOF" or "XPF" => 0,
        "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
        "CLF" or "UYW" => 4,
        _ => 2,
    };

    /// <exception cref="ArgumentException">The code is not three upper-case ASCII letters.</exception>
    public static Currency Of(string code) =>
        TryRead(code, out var currency) ? currency : throw new ArgumentException("A currency is three upper-case letters such as USD.", nameof(code));

    /// <summary>Three upper-case ASCII letters, whether ISO lists them or not: banks show codes that it dropped.</summary>
    public static bool TryRead(string? code, out Currency currency)
    {
        var isCode = code is { Length: 3 } && code.All(char.IsAsciiLetterUpper);
        currency = isCode ? new Currency(code!) : default;
        return isCode;
    }

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
