using System.Text.Json.Serialization;

namespace CreditMonitor.Cli.Tests.Simulation;

[JsonSerializable(typeof(string))]
internal sealed partial class TestJson : JsonSerializerContext;
