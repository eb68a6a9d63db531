using System.Buffers;
using System.Runtime.InteropServices;

namespace NetCompiler.Onnx;

/// <summary>A tensor's weights as bytes, where they are: models of hundreds of megabytes are written without copies.</summary>
internal sealed class ParameterMemory(Parameter parameter) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(parameter.Values);

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
