using System.Text.Json.Serialization;

namespace CreditMonitor.Tests.StandIn;

[JsonSerializable(typeof(string))]
internal sealed partial class TestJson : JsonSerializerContext;
