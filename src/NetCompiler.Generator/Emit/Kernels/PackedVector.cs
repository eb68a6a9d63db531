using NetCompiler.Generator.Graph;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>
/// A tensor with a number per channel, or per channel and pixel, as a value of that shape lies in memory: in blocks of 16 channels, zeros beyond
/// the last one. A tensor of a single number is repeated for each channel.
/// </summary>
/// <param name="Kernel">The first kernel that reads it.</param>
/// <param name="Offset">Where the packed form begins, in floats.</param>
/// <param name="Tensor">The tensor: <c>[channels]</c>, <c>[channels, …]</c> or <c>[1]</c>.</param>
/// <param name="Channels">Channels of the packed form.</param>
internal sealed record PackedVector(string Kernel, int Offset, Parameter Tensor, int Channels) : Packing(Kernel, Offset)
{
    public override string Name => $"{base.Name}_{Tensor.Name.Substring(Tensor.Name.LastIndexOf('.') + 1)}";

    public override int Length => PaddedChannels * Pixels;

    public override IReadOnlyList<(string Name, Parameter Parameter)> Sources => [("tensor", Tensor)];

    public override string Comment => $"Packs {Tensor.Name} in blocks of {Layout.BlockSize} channels, zeros beyond the last.";

    private bool IsRepeated => Tensor.Length == 1;

    private int Pixels => IsRepeated ? 1 : (int)(Tensor.Length / Channels);

    private int PaddedChannels => (Channels + Layout.BlockSize - 1) / Layout.BlockSize * Layout.BlockSize;

    public override void WriteBody(CodeWriter w, InstructionSet isa)
    {
        string value = IsRepeated ? "*tensor" : Pixels == 1 ? "tensor[channel]" : $"tensor[channel * {Pixels} + pixel]";
        string place = Pixels == 1 ? "channel" : $"(channel / {Layout.BlockSize} * {Pixels} + pixel) * {Layout.BlockSize} + channel % {Layout.BlockSize}";
        using (w.Loop("channel", PaddedChannels))
        using (w.Loop("pixel", Pixels))
            w.Line($"packed[{place}] = {(Channels == PaddedChannels ? value : $"channel < {Channels} ? {value} : 0f")};");
    }
}
