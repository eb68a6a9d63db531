using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;
using NetCompiler.Generator.Layers.Pooling;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>
/// Writes the transforms of a run of tiles, 16 channels of each: into planes before the products, and back from the products. Both go through columns first and keep what
/// they have in a little memory that stays in the first-level cache: a whole tile needs more registers than there are. Strides are parameters, so layers share the methods.
/// </summary>
internal sealed class WinogradTransformWriter(InstructionSet isa, WinogradTransform rows, WinogradTransform columns)
{
    private int Lanes => isa.Lanes;

    /// <summary>Floats of memory that a method takes under the name <c>columns</c>.</summary>
    public int ColumnsLength => rows.Inputs * columns.Inputs * Lanes;

    public const string InputParameters = "float* input, nint rowStep, float* planes, nint planeStep, float* columns, int count";

    /// <summary>Writes the body of the method with <see cref="InputParameters"/>: <c>count</c> neighbouring tiles of the input, one after the other in each plane.</summary>
    public void WriteInput(CodeWriter w)
    {
        void StoreColumn(int row, string value) => w.Line(isa.Store(TileWriter.At("column", row * columns.Inputs * Lanes), value));
        void StorePlane(int plane, string value)
        {
            w.Line(isa.Store("plane", value));
            w.Line("plane += planeStep;");
        }

        WriteSteps(w, rows.IsIdentity ? 0 : rows.Inputs);
        EachTile(w, [("from", "input", columns.Outputs), ("to", "planes", 1)], () =>
        {
            if (rows.IsIdentity || columns.IsIdentity)
            {
                (LinearProgram steps, int count) = rows.IsIdentity ? (columns.InputSteps, columns.Inputs) : (rows.InputSteps, rows.Inputs);
                w.Line("float* plane = to;");
                Load(w, count, i => rows.IsIdentity ? TileWriter.At("from", i * Layout.BlockSize) : Row("from", i));
                Apply(w, steps, StorePlane);
                return;
            }

            w.Line("float* column = columns;");
            using (Loop(w, "i", columns.Inputs))
            {
                Load(w, rows.Inputs, i => Row("from", i));
                Apply(w, rows.InputSteps, StoreColumn);
                w.Line($"from += {Layout.BlockSize};");
                w.Line($"column += {Lanes};");
            }

            w.Line("float* row = columns, plane = to;");
            using (Loop(w, "i", rows.Inputs))
            {
                Load(w, columns.Inputs, i => TileWriter.At("row", i * Lanes));
                Apply(w, columns.InputSteps, StorePlane);
                w.Line($"row += {columns.Inputs * Lanes};");
            }
        });
    }

    public static string OutputParameters(bool hasBias, bool hasSummand) =>
        $"float* planes, nint planeStep, {(hasBias ? "float* bias, " : "")}{(hasSummand ? "float* summand, nint summandStep, " : "")}float* output, nint rowStep, float* columns, int count";

    /// <summary>
    /// Writes the body of the method with <see cref="OutputParameters"/>: the products of <c>count</c> neighbouring tiles become outputs, and what was fused onto the
    /// convolution is done to them before they are stored.
    /// </summary>
    /// <param name="w">Takes the lines.</param>
    /// <param name="hasBias">Whether a bias is added.</param>
    /// <param name="epilogue">What was fused. A pool's windows divide the tile.</param>
    public void WriteOutput(CodeWriter w, bool hasBias, IReadOnlyList<Operation> epilogue)
    {
        void StoreColumn(int row, string value) => w.Line(isa.Store(TileWriter.At("column", row * columns.Inputs * Lanes), value));
        Window window = epilogue.OfType<PoolOperation>().FirstOrDefault()?.Window ?? Window.One;
        WriteSteps(w, columns.IsIdentity ? rows.Outputs / window.Height : 0);
        bool hasSummand = epilogue.Any(operation => operation.AddsSummand);
        (string, string, int)[] pointers = [("from", "planes", 1), ("to", "output", columns.Outputs / window.Width), .. hasSummand ? [("added", "summand", columns.Outputs)] : Array.Empty<(string, string, int)>()];
        EachTile(w, pointers, () =>
        {
            if (hasBias)
                w.Line($"{isa.Vector} shift = {isa.Load(Lanes == Layout.BlockSize ? "bias" : "bias + part")};");
            if (rows.IsIdentity)
            {
                LoadPlanes(w, "from", columns.Inputs, "planeStep");
                Finish(w, [[.. Apply(w, columns.OutputSteps)]], hasBias, epilogue, window);
                return;
            }

            if (columns.IsIdentity)
            {
                LoadPlanes(w, "from", rows.Inputs, "planeStep");
                Finish(w, [.. Apply(w, rows.OutputSteps).Select(result => new[] { result })], hasBias, epilogue, window);
                return;
            }

            w.Line("float* column = columns;");
            w.Line($"nint nextRow = {columns.Inputs} * planeStep;");
            using (Loop(w, "i", columns.Inputs))
            {
                w.Line("float* plane = from;");
                LoadPlanes(w, "plane", rows.Inputs, "nextRow");
                Apply(w, rows.OutputSteps, StoreColumn);
                w.Line("from += planeStep;");
                w.Line($"column += {Lanes};");
            }

            w.Line("float* row = columns;");
            using (Loop(w, "i", rows.Outputs / window.Height))
            {
                var sums = new string[window.Height][];
                for (int i = 0; i < window.Height; i++)
                {
                    string prefix = window.Height > 1 ? $"row_{i}_" : "";
                    Load(w, columns.Inputs, k => TileWriter.At("row", ((i * columns.Inputs) + k) * Lanes), prefix);
                    sums[i] = [.. Apply(w, columns.OutputSteps, prefix)];
                }

                Finish(w, sums, hasBias, epilogue, window);
                w.Line($"row += {window.Height * columns.Inputs * Lanes};");
                w.Line("to += rowStep;");
                if (hasSummand)
                    w.Line(window.Height == 1 ? "added += summandStep;" : $"added += {window.Height} * summandStep;");
            }
        });
    }

    /// <summary>Adds the bias, applies what was fused, and stores rows of outputs from <c>to</c> on.</summary>
    private void Finish(CodeWriter w, string[][] sums, bool hasBias, IReadOnlyList<Operation> epilogue, Window window)
    {
        int height = sums.Length, width = sums[0].Length;
        var values = new string[height, width];
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                values[row, column] = $"y_{row}_{column}";
                w.Line($"{isa.Vector} {values[row, column]} = {(hasBias ? isa.Add(sums[row][column], "shift") : sums[row][column])};");
            }
        }

        foreach (Operation operation in epilogue)
        {
            if (operation is PoolOperation pool)
            {
                var pooled = new string[height / window.Height, width / window.Width];
                for (int i = 0; i < pooled.Length; i++)
                {
                    (int top, int left) = (i / pooled.GetLength(1) * window.Height, i % pooled.GetLength(1) * window.Width);
                    pooled[top / window.Height, left / window.Width] = PoolWindows.Join(w, isa, pool, (y, x) => values[top + y, left + x]);
                }

                values = pooled;
                continue;
            }

            for (int row = 0; operation.AddsSummand && row < height; row++)
            {
                for (int column = 0; column < width; column++)
                    w.Line($"{values[row, column]} = {isa.Add(values[row, column], isa.Load(TileWriter.At(row == 0 ? "added" : $"added + {row} * summandStep", column * Layout.BlockSize)))};");
            }

            if (operation.AddsSummand)
                continue;
            foreach (string name in values)
                w.Line($"{name} = {((ActivationOperation)operation).Apply(w, isa, name)};");
        }

        for (int row = 0; row < values.GetLength(0); row++)
        {
            for (int column = 0; column < values.GetLength(1); column++)
                w.Line(isa.Store(columns.IsIdentity ? Row("to", row) : TileWriter.At("to", column * Layout.BlockSize), values[row, column]));
        }
    }

    /// <summary>Names for multiples of a stride that is a parameter: a compiler need not find them again in each tile.</summary>
    private static void WriteSteps(CodeWriter w, int count)
    {
        for (int i = 2; i < count; i++)
            w.Line($"nint rowStep{i} = {i} * rowStep;");
    }

    private static string Row(string pointer, int row) => row switch { 0 => pointer, 1 => $"{pointer} + rowStep", _ => $"{pointer} + rowStep{row}" };

    /// <summary>Loops over tiles and the registers of their channels, with pointers that may be moved; their starts move from tile to tile.</summary>
    private void EachTile(CodeWriter w, (string Name, string Start, int Pixels)[] pointers, Action body)
    {
        using (w.Block("for (int tile = 0; tile < count; tile++)"))
        {
            string part = Lanes == Layout.BlockSize ? "" : " + part";
            using (part.Length == 0 ? w.Loop("", 1) : w.Block($"for (int part = 0; part < {Layout.BlockSize}; part += {Lanes})"))
            {
                w.Line($"float* {string.Join(", ", pointers.Select(pointer => $"{pointer.Name} = {pointer.Start}{part}"))};");
                body();
            }

            foreach ((_, string start, int pixels) in pointers)
                w.Line($"{start} += {pixels * Layout.BlockSize};");
        }
    }

    private static CodeWriter.Scope Loop(CodeWriter w, string variable, int count) => count == 1 ? w.Scoped() : w.Loop(variable, count);

    private void Load(CodeWriter w, int count, Func<int, string> place, string prefix = "")
    {
        for (int i = 0; i < count; i++)
            w.Line($"{isa.Vector} {prefix}x_{i} = {isa.Load(place(i))};");
    }

    /// <summary>Loads what lies a step apart, from a pointer on, which is moved.</summary>
    private void LoadPlanes(CodeWriter w, string pointer, int count, string step)
    {
        for (int i = 0; i < count; i++)
        {
            w.Line($"{isa.Vector} x_{i} = {isa.Load(pointer)};");
            if (i + 1 < count)
                w.Line($"{pointer} += {step};");
        }
    }

    private List<string> Apply(CodeWriter w, LinearProgram program, string prefix = "")
    {
        var results = new List<string>();
        Apply(w, program, (_, result) => results.Add(result), prefix);
        return results;
    }

    /// <summary>Writes the steps, and what takes a result as soon as it is there: it need not stay in a register.</summary>
    private void Apply(CodeWriter w, LinearProgram program, Action<int, string> take, string prefix = "")
    {
        int written = 0;
        for (int i = 0; i < program.Results.Count; i++)
        {
            for (bool known = written > 0 && IsKnown(i); !known && program.Results[i][0] == 't'; written++)
            {
                Write(program.Steps[written]);
                known = program.Steps[written].Target == program.Results[i];
            }

            take(i, prefix + program.Results[i]);
        }

        bool IsKnown(int result) => program.Steps.Take(written).Any(step => step.Target == program.Results[result]);

        void Write(LinearStep step)
        {
            string value = prefix + step.Value, summand = prefix + step.Summand;
            w.Line($"{isa.Vector} {prefix}{step.Target} = {(
                step.Summand is null ? isa.Multiply(value, Constant(step.Factor))
                : step.Factor == 1 ? isa.Add(summand, value)
                : step.Factor == -1 ? isa.Subtract(summand, value)
                : step.Factor.IsNegative ? isa.MultiplySubtract(value, Constant(-step.Factor), summand)
                : isa.MultiplyAdd(value, Constant(step.Factor), summand))};");
        }
    }

    private string Constant(Rational value) => isa.Constant((float)(double)value);
}
