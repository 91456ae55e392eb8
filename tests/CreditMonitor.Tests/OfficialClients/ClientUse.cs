using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace CreditMonitor.Tests.OfficialClients;

/// <summary>What code outside a client's namespace uses of it, read from the compiled instructions and signatures.</summary>
internal static class ClientUse
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value & 0xFFFF);

    public static IReadOnlySet<string> Of(Assembly assembly, string root)
    {
        var outside = assembly.GetTypes().Where(type => !ClientSurface.IsIn(type, root)).ToList();
        var members = outside.SelectMany(Methods).SelectMany(Instructions).Distinct().ToList();
        var used = members.Where(member => member is not Type && member.DeclaringType is { } type && ClientSurface.IsIn(type, root)).Select(ClientSurface.LineOf);
        var types = outside.SelectMany(Mentioned).Concat(members.OfType<Type>()).SelectMany(Parts).Where(type => ClientSurface.IsIn(type, root)).Distinct().Select(ClientSurface.LineOf);
        return used.Concat(types).OfType<string>().ToHashSet(StringComparer.Ordinal);
    }

    private static IEnumerable<MethodBase> Methods(Type type) => [.. type.GetMethods(Declared), .. type.GetConstructors(Declared)];

    private static IEnumerable<Type> Mentioned(Type type) =>
    [
        .. type.BaseType is { } parent ? new[] { parent } : [],
        .. type.GetInterfaces(),
        .. type.GetFields(Declared).Select(field => field.FieldType),
        .. Methods(type).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType)),
        .. Methods(type).OfType<MethodInfo>().Select(method => method.ReturnType),
        .. Methods(type).SelectMany(method => method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? []),
    ];

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type is { IsGenericType: true, IsGenericTypeDefinition: false } ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];

    private static IEnumerable<MemberInfo> Instructions(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < code.Length;)
        {
            var instruction = Codes[code[at] == 0xFE ? 0xFE00 | code[at + 1] : code[at]];
            at += instruction.Size;
            if (instruction.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                foreach (var member in Definitions(Resolve(method, BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at)))))
                {
                    yield return member;
                }
            }

            at += OperandBytes(instruction.OperandType, code.AsSpan(at));
        }
    }

    /// <summary>A generic method also as what it was made of.</summary>
    private static IEnumerable<MemberInfo> Definitions(MemberInfo member) => member is MethodInfo { IsGenericMethod: true } made
        ? [made.GetGenericMethodDefinition(), .. made.GetGenericArguments()]
        : [member];

    private static MemberInfo Resolve(MethodBase method, int token) => method.Module.ResolveMember(
        token,
        method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
        method.IsGenericMethod ? method.GetGenericArguments() : null)!;

    private static int OperandBytes(OperandType operand, ReadOnlySpan<byte> rest) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(rest)),
        _ => 4,
    };
}
