using System.Reflection;

namespace CreditMonitor.Tests.OfficialClients;

/// <summary>A client's public types and members as lines of text, a line each: what an adapter compiles against.</summary>
internal static class ClientSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static bool IsIn(Type type, string root) => type.Namespace is { } name && (name == root || name.StartsWith(root + ".", StringComparison.Ordinal));

    public static IEnumerable<string> Of(Assembly assembly, string root) =>
        from type in assembly.GetTypes()
        where type.IsVisible && IsIn(type, root)
        from line in Members(type).Prepend(LineOf(type))
        select line;

    public static string LineOf(Type type)
    {
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        var interfaces = type.GetInterfaces().Except(inherited).Where(role => role.IsGenericType || IsIn(role, type.Namespace!)).Select(Name).Order(StringComparer.Ordinal);
        string[] parent = type is { IsClass: true, BaseType: { } found } && found != typeof(object) ? [Name(found)] : [];
        var all = type.IsEnum ? "" : string.Join(", ", parent.Concat(interfaces));
        return all.Length == 0 ? FullName(type) : $"{FullName(type)} : {all}";
    }

    /// <returns>Null for what only the compiler made.</returns>
    public static string? LineOf(MemberInfo member) => member switch
    {
        MethodInfo { IsSpecialName: true } accessor when PropertyOf(accessor) is { } property => LineOf(property),
        MethodInfo method => $"{FullName(method.DeclaringType!)}.{method.Name}{Generics(method)}({Parameters(method)}) : {Name(method.ReturnType)}",
        ConstructorInfo constructor => $"{FullName(constructor.DeclaringType!)}.{SimpleName(constructor.DeclaringType!)}({Parameters(constructor)})",
        PropertyInfo property => $"{FullName(property.DeclaringType!)}.{property.Name}{Index(property)} : {Name(property.PropertyType)} {{ {Accessors(property)} }}",
        FieldInfo { IsLiteral: true } constant when constant.DeclaringType!.IsEnum => $"{FullName(constant.DeclaringType)}.{constant.Name} = {constant.GetRawConstantValue()}",
        FieldInfo { IsSpecialName: false } field => $"{FullName(field.DeclaringType!)}.{field.Name} : {Name(field.FieldType)}",
        _ => null,
    };

    private static IEnumerable<string> Members(Type type) => type.GetMembers(Declared)
        .Where(member => member switch
        {
            MethodBase method => IsOpen(method) && !IsObjects(method),
            PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsOpen),
            FieldInfo field => field.IsPublic || field.IsFamily,
            _ => false,
        })
        .Select(LineOf)
        .OfType<string>()
        .Distinct(StringComparer.Ordinal);

    private static bool IsOpen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    /// <summary>What every object has is no part of a client, however it is overridden.</summary>
    private static bool IsObjects(MethodBase method) => method.Name is nameof(ToString) or nameof(Equals) or nameof(GetHashCode) && method.IsVirtual;

    private static PropertyInfo? PropertyOf(MethodInfo accessor) =>
        accessor.DeclaringType!.GetProperties(Declared).FirstOrDefault(property => property.GetAccessors(nonPublic: true).Any(own => own.MetadataToken == accessor.MetadataToken));

    private static string Accessors(PropertyInfo property) =>
        string.Join(' ', new[] { (property.GetMethod, "get;"), (property.SetMethod, "set;") }.Where(accessor => accessor.Item1 is { } method && IsOpen(method)).Select(accessor => accessor.Item2));

    private static string Index(PropertyInfo property) => property.GetIndexParameters() is { Length: > 0 } index ? $"[{string.Join(", ", index.Select(Parameter))}]" : "";

    private static string Generics(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter) => $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.IsOptional ? " = default" : "")}";

    private static string FullName(Type type) => type.DeclaringType is { } outer ? $"{FullName(outer)}.{SimpleName(type)}" : Name(type);

    private static string SimpleName(Type type) => type.Name.Split('`')[0];

    private static string Name(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? $"{Name(inner)}?"
        : type.IsArray ? $"{Name(type.GetElementType()!)}[]"
        : type.IsGenericType ? $"{SimpleName(type)}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : SimpleName(type);
}
