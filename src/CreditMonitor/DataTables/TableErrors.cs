using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Xml;
using Azure;
using Azure.Core;
using Response = Azure.Response;

namespace CreditMonitor.DataTables;

/// <summary>Reads the service's error code and message: from the header, and from a body in JSON or, for errors of authentication, XML.</summary>
internal sealed class TableErrors : RequestFailedDetailsParser
{
    public override bool TryParse(Response response, [NotNullWhen(true)] out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        var (code, message) = response.ContentStream is null ? (null, null) : Read(response.Content.ToString());
        error = (response.Headers.TryGetValue("x-ms-error-code", out var header) ? header : code) is { Length: > 0 } said ? new ResponseError(said, message) : null;
        return error is not null;
    }

    /// <returns>Nulls for a body that is neither.</returns>
    public static (string? Code, string? Message) Read(string body)
    {
        try
        {
            return body.AsSpan().TrimStart('\uFEFF').TrimStart() switch
            {
                ['{', ..] => ReadJson(body),
                ['<', ..] => ReadXml(body),
                _ => (null, null),
            };
        }
        catch (Exception e) when (e is JsonException or XmlException)
        {
            return (null, null);
        }
    }

    private static (string? Code, string? Message) ReadJson(string body)
    {
        using var json = JsonDocument.Parse(body.TrimStart('\uFEFF'));
        if (!json.RootElement.TryGetProperty("odata.error", out var error) || error.ValueKind is not JsonValueKind.Object)
        {
            return (null, null);
        }

        var message = error.TryGetProperty("message", out var said) && said.ValueKind is JsonValueKind.Object && said.TryGetProperty("value", out var value) ? Text(value) : null;
        return (error.TryGetProperty("code", out var code) ? Text(code) : null, message);

        static string? Text(JsonElement element) => element.ValueKind is JsonValueKind.String ? element.GetString() : null;
    }

    private static (string? Code, string? Message) ReadXml(string body)
    {
        using var xml = XmlReader.Create(new StringReader(body.TrimStart('\uFEFF')), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = true });
        string? code = null, message = null;
        while (!xml.EOF)
        {
            if (xml.NodeType is XmlNodeType.Element && xml.Depth == 1 && xml.LocalName is "Code")
            {
                code = xml.ReadElementContentAsString();
            }
            else if (xml.NodeType is XmlNodeType.Element && xml.Depth == 1 && xml.LocalName is "Message")
            {
                message = xml.ReadElementContentAsString();
            }
            else
            {
                xml.Read();
            }
        }

        return (code, message);
    }
}
