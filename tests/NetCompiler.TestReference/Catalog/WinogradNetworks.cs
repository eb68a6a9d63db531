using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Convolutions of stride 1 behind others, where Winograd's method is worth it: every tile size, edges on every side, and what is fused onto them.</summary>
public static class WinogradNetworks
{
    public static IEnumerable<ReferenceNetwork> All() => [.. Sizes(), .. Windows(), .. Fused()];

    private static ReferenceWindow Padded(int height, int width, params int[] pads) => new(height, width) { Pads = pads.Length == 4 ? pads : [height / 2, width / 2, height / 2, width / 2] };

    /// <summary>Behind a pixel-wise convolution, whose output lies in blocks of channels and needs few multiply-adds.</summary>
    private static ReferenceNetwork Behind(string name, int channels, int height, int width, params IReadOnlyList<ReferenceLayer> layers) =>
        new(name, [2, height, width], [new ConvReference(channels, 1), .. layers]);

    /// <summary>Maps of every size, so that tiles hang over the edge in every way; channels and filters that fill blocks partly.</summary>
    private static IEnumerable<ReferenceNetwork> Sizes()
    {
        int[] channels = [16, 17, 24, 32, 40, 64];
        for (int size = 4; size <= 14; size++)
            yield return Behind($"WinogradSize{size}", channels[size % channels.Length], size, size + (size % 3) - 1, new ConvReference(channels[(size + 2) % channels.Length], Padded(3, 3)));
        yield return Behind("WinogradSize20", 17, 20, 21, new ConvReference(16, Padded(3, 3)));
        yield return Behind("WinogradSize30", 16, 30, 29, new ConvReference(17, Padded(3, 3)));
        yield return Behind("WinogradManyFilters", 80, 6, 5, new ConvReference(80, Padded(3, 3)));
        yield return Behind("WinogradManyTiles", 16, 3, 530, new ConvReference(16, new ReferenceWindow(3, 3)));
    }

    /// <summary>No padding, padding on some sides, more than the window; large windows, windows of one row or column.</summary>
    private static IEnumerable<ReferenceNetwork> Windows()
    {
        yield return Behind("WinogradValid", 24, 12, 13, new ConvReference(32, new ReferenceWindow(3, 3)), new ConvReference(16, new ReferenceWindow(3, 3)));
        yield return Behind("WinogradOneSided", 32, 9, 11, new ConvReference(16, Padded(3, 3, 2, 0, 0, 1)), new ConvReference(17, Padded(3, 3, 0, 3, 1, 0)));
        yield return Behind("WinogradOf5", 16, 11, 10, new ConvReference(24, Padded(5, 5)));
        yield return Behind("WinogradOf2", 17, 9, 8, new ConvReference(32, new ReferenceWindow(2, 2)));
        yield return Behind("WinogradOfRectangle", 16, 10, 13, new ConvReference(16, Padded(3, 5)), new ConvReference(16, Padded(2, 3, 0, 1, 1, 0)));
        yield return Behind("WinogradOfRow", 32, 7, 17, new ConvReference(16, Padded(1, 7)), new ReluReference(), new ConvReference(20, Padded(1, 3)));
        yield return Behind("WinogradOfColumn", 20, 17, 6, new ConvReference(32, Padded(7, 1)), new ReluReference(), new ConvReference(17, Padded(3, 1)));
        yield return new("WinogradOfSequence", [2, 40], [new ConvReference(20, new ReferenceWindow(1, 1)) { IsSequence = true }, new ConvReference(33, new ReferenceWindow(1, 5)) { IsSequence = true }, new TanhReference()]);
    }

    /// <summary>Functions and pools in every order; pools whose windows divide tiles and such that do not; normalisation; a single filter more than a block.</summary>
    private static IEnumerable<ReferenceNetwork> Fused()
    {
        ConvReference Conv(int filters) => new(filters, Padded(3, 3));
        yield return Behind("WinogradRelu", 32, 10, 9, Conv(33), new ReluReference(), Conv(16), new ReluReference());
        yield return Behind("WinogradTanh", 32, 11, 9, Conv(32), new TanhReference());
        yield return Behind("WinogradMaxPool", 32, 12, 13, Conv(40), new ReluReference(), new MaxPoolReference(2), Conv(16), new MaxPoolReference(2), new ReluReference());
        yield return Behind("WinogradAvgPool", 24, 13, 11, Conv(32), new AvgPoolReference(2), new TanhReference());
        yield return Behind("WinogradTanhPool", 16, 14, 11, Conv(48), new TanhReference(), new MaxPoolReference(2));
        yield return Behind("WinogradPoolOf3", 32, 13, 11, Conv(32), new ReluReference(), new MaxPoolReference(3));
        yield return Behind("WinogradPoolOfMany", 16, 10, 262, Conv(16), new TanhReference(), new AvgPoolReference(2));
        yield return Behind("WinogradExactFit", 32, 13, 13, new ConvReference(64, new ReferenceWindow(3, 3)), new ReluReference(), new MaxPoolReference(2));
        yield return Behind("WinogradNoBias", 32, 8, 8, new ConvReference(48, Padded(3, 3), Bias: false), new BatchNormReference(), new TanhReference());
        yield return new("WinogradStrict", [16, 11, 10], Conv(32), new ReluReference(), Conv(17)) { StrictAccuracy = true };
    }
}
