using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;
using NetCompiler.Generator.Layers.Pooling;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

/// <summary>Writes the tiles of a contraction: their sums, then what was fused onto them while they are in registers, then the stores.</summary>
/// <param name="writer">Where the methods go.</param>
/// <param name="phase">What is computed.</param>
/// <param name="usesLanes">Whether inputs are multiplied by lane.</param>
/// <param name="epilogue">What was fused onto the sums.</param>
/// <param name="prefetchedLines">As <see cref="TileWriter.PrefetchedLines"/>.</param>
/// <param name="prefix">Goes before the methods' names.</param>
internal sealed class ContractionTile(KernelWriter writer, Contraction phase, bool usesLanes, ContractionEpilogue epilogue, int prefetchedLines, string prefix)
{
    /// <summary>The name of the tile of so many points and registers of channels; it is written on first use.</summary>
    public string Method(int rows, int columns, int vectors)
    {
        var tile = new TileWriter(phase, writer.Isa, rows, columns, vectors, usesLanes) { PrefetchedLines = prefetchedLines };
        string what = phase.PointsAreImages ? $"{columns} images" : $"{rows}×{columns} pixels";
        string comment = $"{what} × {vectors * writer.Isa.Lanes} channels: acc_{{point}}_{{register}} stay in registers over {phase.ReductionLength} terms.";
        return writer.Part($"{prefix}Tile{rows}x{columns}x{vectors}", tile.Parameters, comment, body =>
        {
            tile.WriteSums(body);
            body.Line();
            WriteStores(body, tile);
        });
    }

    private void WriteStores(CodeWriter body, TileWriter tile)
    {
        int rows = tile.Rows, columns = tile.Columns;
        var names = new string[rows, columns, tile.Vectors];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                for (int vector = 0; vector < tile.Vectors; vector++)
                    names[row, column, vector] = TileWriter.Sum((row * columns) + column, vector);
            }
        }

        foreach (Operation operation in epilogue.InTile)
        {
            if (operation.AddsSummand)
                AddSummand(body, tile, names);
            else if (operation is PoolOperation pool)
                (names, rows, columns) = Pool(body, pool, names, rows, columns, tile.Vectors);
            else
                Apply(body, (ActivationOperation)operation, names);
        }

        int rowStep = phase.OutputRowStep, columnStep = phase.OutputColumnStep, blockStride = phase.OutputBlockStride;
        if (epilogue.PoolAfterBand is { } later)
        {
            (rowStep, columnStep) = (ContractionKernel.BandColumns(phase, later) * Layout.BlockSize, Layout.BlockSize);
            blockStride = rowStep * later.Window.Height;
        }

        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                for (int vector = 0; vector < tile.Vectors; vector++)
                    body.Line(writer.Isa.Store(TileWriter.At("output", (row * rowStep) + (column * columnStep) + tile.OutputOffset(vector, blockStride)), names[row, column, vector]));
            }
        }
    }

    /// <summary>Each register is an operand of its addition and needs no register of its own.</summary>
    private void AddSummand(CodeWriter body, TileWriter tile, string[,,] names)
    {
        SummandPlace place = phase.Summand!;
        for (int row = 0; row < tile.Rows; row++)
        {
            for (int column = 0; column < tile.Columns; column++)
            {
                for (int vector = 0; vector < tile.Vectors; vector++)
                {
                    string sum = names[row, column, vector];
                    body.Line($"{sum} = {writer.Isa.Add(sum, writer.Isa.Load(TileWriter.At("summand", (row * place.RowStep) + (column * place.ColumnStep) + tile.OutputOffset(vector, place.BlockStride))))};");
                }
            }
        }
    }

    private void Apply(CodeWriter body, ActivationOperation activation, string[,,] names)
    {
        foreach (string name in names)
            body.Line($"{name} = {activation.Apply(body, writer.Isa, name)};");
    }

    private (string[,,] Names, int Rows, int Columns) Pool(CodeWriter body, PoolOperation pool, string[,,] names, int rows, int columns, int vectors)
    {
        int pooledRows = rows / pool.Window.Height, pooledColumns = columns / pool.Window.Width;
        var pooled = new string[pooledRows, pooledColumns, vectors];
        for (int row = 0; row < pooledRows; row++)
        {
            for (int column = 0; column < pooledColumns; column++)
            {
                for (int vector = 0; vector < vectors; vector++)
                {
                    (int top, int left, int register) = (row * pool.Window.Height, column * pool.Window.Width, vector);
                    pooled[row, column, vector] = PoolWindows.Join(body, writer.Isa, pool, (y, x) => names[top + y, left + x, register]);
                }
            }
        }

        return (pooled, pooledRows, pooledColumns);
    }
}
