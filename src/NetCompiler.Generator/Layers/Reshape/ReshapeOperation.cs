using NetCompiler.Generator.Frontend;
using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Moving;

namespace NetCompiler.Generator.Layers.Reshape;

/// <summary>The same values in the order channels, rows, columns under another shape.</summary>
/// <param name="Sizes">Users' sizes; one may be −1, for as many as are left.</param>
internal sealed record ReshapeOperation(EquatableArray<int> Sizes) : MovingOperation
{
    private const int Rest = -1;

    public override string Kind => "Reshape";

    public override Operation? Slide(Node declared, NetworkGraph graph) => null;

    public override string Describe() => string.Join("×", Sizes.Select(size => size == Rest ? "?" : $"{size}"));

    public static Operation Read(LayerArguments arguments)
    {
        int[] sizes = arguments.Ints("shape");
        bool valid = sizes.Length is >= 1 and <= 3;
        if (!valid)
            arguments.Report(Problems.WrongCount, "shape", "1, 2 or 3", sizes.Length);
        foreach (int size in sizes.Where(size => size is < 1 and not Rest))
        {
            arguments.Report(Problems.OutOfRange, "shape", "at least 1, or -1 for one size that follows from the others", size);
            valid = false;
        }

        if (sizes.Count(size => size == Rest) > 1)
        {
            arguments.Report(Problems.OutOfRange, "shape", "sizes of which one at most is -1", $"[{string.Join(", ", sizes)}]");
            valid = false;
        }

        return new ReshapeOperation(new EquatableArray<int>(valid ? sizes : [Rest]));
    }

    public override Inferred? Infer(ShapeInference context)
    {
        long known = Shape.Product(Sizes.Where(size => size != Rest)), length = context.Input.Length;
        bool fits = Sizes.Contains(Rest) ? length % known == 0 : length == known;
        if (!fits)
        {
            context.Report(Problems.WrongRank, [$"{(Sizes.Contains(Rest) ? $"a multiple of {known}" : $"{known}")} values for {Describe()}", $"{context.Found}, which is {length}"]);
            return null;
        }

        int[] sizes = [.. Sizes.Select(size => size == Rest ? (int)(length / known) : size)];
        return new Inferred(new ReshapeOperation(new EquatableArray<int>(sizes)), Shape.Of(sizes)!);
    }

    public override bool IsPermutation => true;

    /// <summary>The order is all that matters, and the kernel reads no float that is not the input's.</summary>
    public override bool ReadsPlanar => true;

    public override int? RowMajorStart(Shape input) => 0;
}
