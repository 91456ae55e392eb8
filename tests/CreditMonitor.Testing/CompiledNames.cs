using System.Reflection;
using System.Reflection.Emit;

namespace CreditMonitor.Testing;

/// <summary>Every type that a compiled type names.</summary>
internal static class CompiledNames
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value & 0xFFFF);

    public static IEnumerable<Type> In(Type type)
    {
        var methods = type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)).ToList();
        MemberInfo[] attributed = [type, .. type.GetFields(All), .. type.GetProperties(All), .. methods];
        Type?[] named =
        [
            type.BaseType, .. type.GetInterfaces(), .. type.GetFields(All).Select(field => field.FieldType),
            .. attributed.SelectMany(member => member.GetCustomAttributesData()).Select(attribute => attribute.AttributeType),
            .. methods.SelectMany(Signature), .. methods.SelectMany(method => Body(type, method)),
        ];
        return named.OfType<Type>().SelectMany(Parts).Distinct();
    }

    private static IEnumerable<Type> Signature(MethodBase method) =>
        method.GetParameters().Select(parameter => parameter.ParameterType).Append((method as MethodInfo)?.ReturnType ?? typeof(void));

    private static IEnumerable<Type?> Body(Type type, MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
        {
            return [];
        }

        var generic = method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : [];
        var outer = type.GetGenericArguments();
        var members = Tokens(body.GetILAsByteArray()!).Select(token => method.Module.ResolveMember(token, outer, generic));
        var caught = body.ExceptionHandlingClauses.Where(IsTyped).Select(clause => clause.CatchType);
        return [.. body.LocalVariables.Select(local => local.LocalType), .. caught, .. members.SelectMany(Named)];
    }

    private static bool IsTyped(ExceptionHandlingClause clause) => clause.Flags == ExceptionHandlingClauseOptions.Clause;

    private static IEnumerable<Type?> Named(MemberInfo? member) => member switch
    {
        Type type => [type],
        FieldInfo field => [field.DeclaringType, field.FieldType],
        MethodInfo { IsGenericMethod: true } method => [method.DeclaringType, .. Signature(method), .. method.GetGenericArguments()],
        MethodBase method => [method.DeclaringType, .. Signature(method)],
        _ => [],
    };

    /// <summary>Of each instruction that names a type or a member.</summary>
    private static IEnumerable<int> Tokens(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var instruction = Codes[code[at] == 0xFE ? 0xFE00 | code[at + 1] : code[at]];
            at += instruction.Size;
            if (IsName(instruction.OperandType))
            {
                yield return BitConverter.ToInt32(code, at);
            }

            at += Length(instruction.OperandType, code, at);
        }
    }

    private static bool IsName(OperandType operand) =>
        operand is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType;

    private static int Length(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };

    /// <summary>A list of emails names emails.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? [type, .. type.GetGenericArguments().SelectMany(Parts)]
        : [type];
}
