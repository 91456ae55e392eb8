using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using CreditMonitor.Core.Text;

namespace CreditMonitor.Http.Api.OpenApi;

/// <summary>What the program's own XML documentation says of types and their parts: the description of the API repeats it, so that both are written once.</summary>
internal sealed partial class DocumentedTypes
{
    private readonly Dictionary<string, XElement> _members;

    private DocumentedTypes(Dictionary<string, XElement> members) => _members = members;

    /// <summary>The file that the build leaves beside the program. Without it the API's description has schemas and no words to them.</summary>
    public static DocumentedTypes Read()
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{typeof(DocumentedTypes).Assembly.GetName().Name}.xml");
        try
        {
            return new DocumentedTypes(XDocument.Load(file).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or XmlException)
        {
            return new DocumentedTypes([]);
        }
    }

    public string? SummaryOf(Type type) => TextOf(_members.GetValueOrDefault($"T:{NameOf(type)}")?.Element("summary"));

    /// <summary>A record's part is documented where its primary constructor is: on the type.</summary>
    public string? MeaningOf(MemberInfo member) => member.DeclaringType is not { } type ? null
        : TextOf(_members.GetValueOrDefault($"T:{NameOf(type)}")?.Elements("param").FirstOrDefault(part => part.Attribute("name")?.Value == member.Name))
            ?? TextOf(_members.GetValueOrDefault($"P:{NameOf(type)}.{member.Name}")?.Element("summary"));

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string? TextOf(XElement? element) =>
        element is null ? null : Spaces().Replace(string.Concat(element.Nodes().Select(Plain)), " ").Trim() is { Length: > 0 } text ? text : null;

    private static string Plain(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "paramref" } named => SnakeCase.Of(named.Attribute("name")!.Value),
        XElement { Name.LocalName: "see" } named => SnakeCase.Of((named.Attribute("cref")?.Value ?? named.Attribute("langword")?.Value ?? "").Split('.', ':')[^1]),
        XElement element => element.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, 250)]
    private static partial Regex Spaces();
}
