using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace NetCompiler.Generator.Tests.Harness;

/// <summary>
/// Searches what a pipeline caches for objects that belong to one compilation: they would keep it in memory and are never equal to the next one's.
/// </summary>
internal static class ModelGuard
{
    public static void AssertClean(object? root) => Visit(root, "output", new HashSet<object>(ReferenceEqualityComparer.Instance));

    private static void Visit(object? value, string path, HashSet<object> visited)
    {
        if (value is null || value is string || value.GetType() is { IsPrimitive: true } or { IsEnum: true })
            return;
        if (!value.GetType().IsValueType && !visited.Add(value))
            return;

        Assert.False(
            value is ISymbol or SyntaxNode or SyntaxTree or SyntaxReference or Location or Compilation or SemanticModel or Diagnostic or AttributeData,
            $"{path} is a {value.GetType()}, which belongs to one compilation.");

        if (value is IEnumerable items)
        {
            int index = 0;
            foreach (object? item in items)
                Visit(item, $"{path}[{index++}]", visited);
        }

        for (Type? type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (field.FieldType.IsPointer || field.FieldType == value.GetType())
                    continue;
                Visit(field.GetValue(value), $"{path}.{field.Name}", visited);
            }
        }
    }
}
