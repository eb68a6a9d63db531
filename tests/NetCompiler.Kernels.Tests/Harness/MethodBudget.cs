using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace NetCompiler.Kernels.Tests.Harness;

/// <summary>
/// The size of compiled methods. Beyond 60 000 bytes of IL or 2 000 locals the JIT stops optimising, and it stops inlining at 512 locals:
/// the compiler keeps well below.
/// </summary>
internal static class MethodBudget
{
    public const int LargestIL = 12 * 1024;
    public const int MostLocals = 400;

    /// <summary>Fails if a method of the assembly is larger.</summary>
    public static void Check(byte[] image)
    {
        using var file = new PEReader(new MemoryStream(image));
        MetadataReader metadata = file.GetMetadataReader();
        var large = new List<string>();
        int methods = 0;
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0)
                continue;
            methods++;
            MethodBodyBlock body = file.GetMethodBody(method.RelativeVirtualAddress);
            int locals = CountLocals(metadata, body), length = body.GetILReader().Length;
            if (length > LargestIL || locals > MostLocals)
                large.Add($"{NameOf(metadata, method)}: {length} bytes of IL, {locals} locals");
        }

        Assert.True(methods > 0);
        Assert.True(large.Count == 0, $"{large.Count} methods above {LargestIL} bytes of IL or {MostLocals} locals:\n{string.Join('\n', large)}");
    }

    private static int CountLocals(MetadataReader metadata, MethodBodyBlock body)
    {
        if (body.LocalSignature.IsNil)
            return 0;

        // A local signature is a header and the count, before the types.
        BlobReader signature = metadata.GetBlobReader(metadata.GetStandaloneSignature(body.LocalSignature).Signature);
        signature.ReadSignatureHeader();
        return signature.ReadCompressedInteger();
    }

    private static string NameOf(MetadataReader metadata, MethodDefinition method)
    {
        string name = metadata.GetString(method.Name);
        for (TypeDefinitionHandle type = method.GetDeclaringType(); !type.IsNil; type = metadata.GetTypeDefinition(type).GetDeclaringType())
            name = $"{metadata.GetString(metadata.GetTypeDefinition(type).Name)}.{name}";
        return name;
    }
}
