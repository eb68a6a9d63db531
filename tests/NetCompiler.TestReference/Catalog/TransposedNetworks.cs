using NetCompiler.TestReference.Layers;

namespace NetCompiler.TestReference.Catalog;

/// <summary>Transposed convolutions: kernels below, at and above the stride, cropped and padded outputs, on the user's image, inside, and on sequences.</summary>
public static class TransposedNetworks
{
    public static IEnumerable<ReferenceNetwork> All()
    {
        ReferenceLayer Conv(int filters, int kernel) => new ConvReference(filters, new ReferenceWindow(kernel, kernel));
        ReferenceWindow Square(int kernel, int stride, int padding = 0) =>
            new(kernel, kernel) { StrideY = stride, StrideX = stride, Pads = [padding, padding, padding, padding] };

        yield return new("TransposedFirst", [3, 5, 4], new ConvTransposeReference(5, Square(3, 2)));
        yield return new("TransposedStrideIsKernel", [2, 6, 5], Conv(33, 2), new ConvTransposeReference(17, Square(2, 2)), new ReluReference(), Conv(4, 3));
        yield return new("TransposedGaps", [2, 5, 6], Conv(16, 2), new ConvTransposeReference(20, Square(1, 3)) { OutputPaddingY = 2, OutputPaddingX = 1 }, new TanhReference(), Conv(3, 2));
        yield return new("TransposedWindowOverImage", [1, 4, 5], Conv(6, 3), new ConvTransposeReference(16, Square(5, 1, 1)), new SigmoidReference());
        yield return new(
            "TransposedAsymmetric", [3, 6, 6], Conv(17, 2),
            new ConvTransposeReference(33, new ReferenceWindow(4, 3) { StrideY = 3, StrideX = 2, Pads = [2, 0, 1, 3] }) { OutputPaddingY = 2, OutputPaddingX = 1 },
            new LeakyReluReference(0.1f), Conv(5, 2));
        yield return new(
            "TransposedLargePads", [2, 5, 7], Conv(16, 2),
            new ConvTransposeReference(16, new ReferenceWindow(3, 2) { StrideY = 1, StrideX = 3, Pads = [3, 0, 0, 5] }, Bias: false), Conv(3, 1));
        yield return new("TransposedOnlyOutputPadding", [1, 4, 4], Conv(5, 2), new ConvTransposeReference(6, new ReferenceWindow(2, 3) { StrideY = 3, StrideX = 3, Pads = [0, 1, 0, 0] }) { OutputPaddingY = 2, OutputPaddingX = 2 }, new MaxPoolReference(2));
        yield return new("TransposedPixel", [2, 4, 3], new ConvReference(35, new ReferenceWindow(4, 3)), new ConvTransposeReference(18, Square(4, 1)), new ReluReference(), new ConvTransposeReference(3, Square(4, 2, 1)), new TanhReference());
        yield return new(
            "TransposedDilated", [2, 5, 4], Conv(17, 2),
            new ConvTransposeReference(18, new ReferenceWindow(3, 2) { StrideY = 2, StrideX = 4, Pads = [1, 0, 2, 1] }) { DilationY = 3, DilationX = 2, OutputPaddingY = 2, OutputPaddingX = 3 },
            new TanhReference(), Conv(3, 2));
        yield return new("TransposedGroups", [3, 4, 3], Conv(32, 2), new ConvTransposeReference(64, Square(3, 2, 1)) { Groups = 2 }, new ReluReference(), Conv(3, 1));
        yield return new(
            "TransposedSmallGroups", [2, 4, 4], Conv(18, 2),
            new ConvTransposeReference(6, Square(2, 2)) { Groups = 6, OutputPaddingY = 1, OutputPaddingX = 1 }, new TanhReference(),
            new ConvTransposeReference(12, Square(3, 1, 2), Bias: false) { Groups = 3, DilationY = 2, DilationX = 2 });
        yield return new(
            "TransposedSequence", [3, 9],
            new ConvTransposeReference(17, new ReferenceWindow(1, 4) { StrideX = 2, Pads = [0, 1, 0, 2] }) { OutputPaddingX = 1, IsSequence = true }, new ReluReference(),
            new ConvTransposeReference(4, new ReferenceWindow(1, 3), Bias: false) { IsSequence = true });
        yield return new("TransposedBeyondTheLastStamp", [2, 4, 5], Conv(17, 2), new ConvTransposeReference(3, Square(2, 1)) { DilationY = 3, DilationX = 4, OutputPaddingY = 2, OutputPaddingX = 3 }, new TanhReference());
        yield return new("TransposedManyPhases", [3, 3, 2], Conv(4, 1), new ConvTransposeReference(3, Square(16, 8, 4), Bias: false));
    }
}
