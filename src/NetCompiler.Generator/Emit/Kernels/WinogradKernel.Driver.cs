using NetCompiler.Generator.Graph;
using NetCompiler.Generator.Layers.Activations;
using NetCompiler.Generator.Layers.Pooling;
using NetCompiler.Generator.Schedules;

namespace NetCompiler.Generator.Emit.Kernels;

internal sealed partial class WinogradKernel
{
    /// <summary>Writes the loops for one instruction set.</summary>
    private sealed class Driver
    {
        private readonly WinogradKernel _kernel;
        private readonly KernelWriter _writer;
        private readonly WinogradSchedule _schedule;
        private readonly InstructionSet _isa;
        private readonly WinogradTransformWriter _transforms;
        private readonly IReadOnlyList<Operation> _inTile;
        private readonly IReadOnlyList<Operation> _after;
        private readonly PoolOperation? _pool;

        public Driver(WinogradKernel kernel, KernelWriter writer, WinogradSchedule schedule)
        {
            (_kernel, _writer, _schedule, _isa) = (kernel, writer, schedule, writer.Isa);
            _transforms = new WinogradTransformWriter(_isa, schedule.Rows, schedule.Columns);
            _pool = kernel.Node.Epilogue.OfType<PoolOperation>().FirstOrDefault();
            bool poolFits = kernel._shape.PoolsInTile && schedule.HoldsWindows(_pool!.Window);
            _inTile = [.. InTile(kernel.Node).TakeWhile(operation => operation is not PoolOperation || poolFits)];
            _after = [.. kernel.Node.Epilogue.Skip(_inTile.Count)];
            PoolsMap = _after.OfType<PoolOperation>().Any();
        }

        private WinogradTransform Rows => _schedule.Rows;

        private WinogradTransform Columns => _schedule.Columns;

        private Layout Output => _kernel._output;

        private Layout? Summand => _kernel.Node.Summand?.Layout;

        private bool HasBias => _kernel._weights.Direct.HasBias;

        /// <summary>Whether a pool reads the outputs of a block and chunk from scratch, because its windows do not divide tiles or follow a long function.</summary>
        private bool PoolsMap { get; }

        private (int Height, int Width) PoolSize => _pool is null ? (1, 1) : (_pool.Window.Height, _pool.Window.Width);

        /// <summary>Rows and columns that a tile stores.</summary>
        private (int Height, int Width) Stored => PoolsMap ? (Rows.Outputs, Columns.Outputs) : (Rows.Outputs / PoolSize.Height, Columns.Outputs / PoolSize.Width);

        private static int Blocks(int channels) => (channels + Layout.BlockSize - 1) / Layout.BlockSize;

        private int GroupWidth => _schedule.Product.GroupVectors * _isa.Lanes;

        private int ChunkBlocks => Blocks(_schedule.ChunkGroups * GroupWidth);

        /// <summary>Floats of a block of channels in a plane.</summary>
        private int PlaneBlock => _schedule.BlockTiles * Layout.BlockSize;

        /// <summary>Floats of a plane of inputs; a line more, so that the planes' lines do not compete for the same places in the cache.</summary>
        private int InputPlane => (_kernel._input.Blocks * PlaneBlock) + Layout.BlockSize;

        private int ProductPlane => (ChunkBlocks * PlaneBlock) + Layout.BlockSize;

        private int MapRow => _schedule.BlockColumns * Columns.Outputs * Layout.BlockSize;

        private int MapBlock => _schedule.BlockRows * Rows.Outputs * MapRow;

        private int PatchAt => _transforms.ColumnsLength;

        /// <summary>Behind a patch of inputs, and behind one of outputs.</summary>
        private int SummandPatchAt => PatchAt + (Rows.Outputs * Columns.Outputs * Layout.BlockSize);

        private int MapAt => PatchAt + (Math.Max(_schedule.Planes, 2 * Rows.Outputs * Columns.Outputs) * Layout.BlockSize);

        private int InputsAt => MapAt + (PoolsMap ? ChunkBlocks * MapBlock : 0);

        private int ProductsAt => InputsAt + (_schedule.Planes * InputPlane);

        public int ScratchLength => ProductsAt + (_schedule.Planes * ProductPlane);

        private bool IsSegmented => _schedule.Segments > 1;

        /// <summary>Whether loops need to know where the block lies.</summary>
        private bool UsesPlace => _schedule.Blocks > 1 || _schedule.BlockRows == 1;

        private string PlaceParameters => (UsesPlace ? ", int tileRow" : "") + (IsSegmented ? ", int tileColumn" : "");

        private string PlaceArguments => (UsesPlace ? ", tileRow" : "") + (IsSegmented ? ", tileColumn" : "");

        public void Write() => _writer.Entry(w =>
        {
            if (HasBias)
                w.Line("float* bias = packed;");
            w.Line($"float* weights = {TileWriter.At("packed", _kernel._weights.Direct.HeaderLength)};");
            w.Line($"float* inputs = scratch + {InputsAt};");
            w.Line($"float* products = scratch + {ProductsAt};");
            if (_schedule.Blocks > 1)
                w.Comment($"Blocks of {_schedule.BlockRows}×{_schedule.BlockColumns} tiles; each tile has {Rows.Outputs}×{Columns.Outputs} outputs.");
            using (EachBlock(w))
            {
                string band = IsSegmented ? $"block / {_schedule.Segments}" : "block";
                if (UsesPlace)
                    w.Line($"int tileRow = {(_schedule.Blocks == 1 ? "0" : $"{band} * {_schedule.BlockRows}")};");
                if (IsSegmented)
                    w.Line($"int tileColumn = block % {_schedule.Segments} * {_schedule.BlockColumns};");
                w.Line($"{InputPart()}({TileWriter.At("input", _kernel._inputOrigin)}, inputs, scratch{PlaceArguments});");
                int chunks = _schedule.WholeChunks, rest = _schedule.Product.Groups % _schedule.ChunkGroups;
                using (SharesChunks ? w.Block($"for (int chunk = firstChunk; chunk < Math.Min(endChunk, {chunks}); chunk++)") : w.Loop("chunk", chunks))
                    WriteChunk(w, SharesChunks ? 2 : chunks, _schedule.ChunkGroups, _schedule.Product.GroupVectors, 0);
                if (rest > 0)
                    WriteLastChunk(w, chunks, rest, _schedule.Product.GroupVectors, chunks * _schedule.ChunkGroups);
                if (_schedule.Product.TailVectors > 0)
                    WriteLastChunk(w, _schedule.Chunks - 1, 1, _schedule.Product.TailVectors, _schedule.Product.Groups);
                if (SharesChunks && _schedule.Blocks > 1)
                    w.Line($"part = (block + 1) * {_schedule.Chunks};");
            }
        });

        /// <summary>Whether threads may share a block: each takes some of its chunks, and transforms its inputs for itself.</summary>
        private bool SharesChunks => _kernel.IsDivided && _schedule.Chunks > 1;

        /// <summary>Loops over the blocks; over those of a thread, if the kernel is divided.</summary>
        private CodeWriter.Scope EachBlock(CodeWriter w)
        {
            if (!_kernel.IsDivided)
                return w.Loop("block", _schedule.Blocks);
            if (!SharesChunks)
                return w.Block("for (int block = first; block < end; block++)");
            if (_schedule.Blocks == 1)
            {
                w.Line("int firstChunk = first, endChunk = end;");
                return w.Loop("", 1);
            }

            CodeWriter.Scope scope = w.Block("for (int part = first; part < end;)");
            w.Line($"int block = part / {_schedule.Chunks}, firstChunk = part % {_schedule.Chunks}, endChunk = Math.Min({_schedule.Chunks}, end - block * {_schedule.Chunks});");
            return scope;
        }

        private void WriteLastChunk(CodeWriter w, int index, int groups, int vectors, int firstGroup)
        {
            using (SharesChunks ? w.Block($"if (firstChunk <= {index} && {index} < endChunk)") : w.Loop("", 1))
                WriteChunk(w, 1, groups, vectors, firstGroup);
        }

        /// <summary>A chunk of groups of output channels: the products of all planes, then the outputs.</summary>
        private void WriteChunk(CodeWriter w, int count, int groups, int vectors, int firstGroup)
        {
            int channels = groups * vectors * _isa.Lanes, first = firstGroup * GroupWidth, inputChannels = _kernel._shape.InputChannels;
            string Of(string pointer, int offset, int step) => RowKernel.Place(pointer, offset, ("chunk", count, step));
            string Blocked(string pointer, int origin, int blockStride) => Of(pointer, origin + (first / Layout.BlockSize * blockStride), channels / Layout.BlockSize * blockStride);
            string summand = Summand is { } added ? $"{Blocked("summand", added.Origin, added.BlockStride)}, " : "";
            int perChannel = _schedule.Planes * inputChannels;
            w.Line($"{ProductsPart(groups, vectors)}(inputs, {Of("weights", first * perChannel, channels * perChannel)}, products);");
            w.Line($"{OutputPart(Blocks(channels))}(products, {(HasBias ? $"{Of("bias", first, channels)}, " : "")}{summand}{Blocked("output", Output.Origin, Output.BlockStride)}, scratch{PlaceArguments});");
        }

        /// <summary>Transforms the inputs of a block.</summary>
        private string InputPart() => _writer.Part("Inputs", $"float* input, float* inputs, float* scratch{PlaceParameters}", "The inputs of a block of tiles, plane by plane.", w =>
        {
            Layout input = _kernel._input;
            (int height, int width) = (Rows.Inputs, Columns.Inputs);
            string transform = _writer.Part($"Input_Tile{height}x{width}", WinogradTransformWriter.InputParameters,
                $"Tiles of {height}×{width} inputs, transformed along columns, then along rows.", _transforms.WriteInput);
            EachTileRow(w, "channels", input.Blocks, row =>
            {
                w.Line($"float* from = {RowKernel.Place("input", 0, ("channels", input.Blocks, input.BlockStride))} + {row} * {Rows.Outputs * input.RowStride}{(IsSegmented ? $" + tileColumn * {Columns.Outputs * Layout.BlockSize}" : "")};");
                w.Line($"float* to = {RowKernel.Place("inputs", 0, ("channels", input.Blocks, PlaneBlock))}{(RowInBlock(row) is { Length: > 0 } inBlock ? $" + {inBlock} * {_schedule.BlockColumns * Layout.BlockSize}" : "")};");
                EachRun(w, row, (whole, count) =>
                {
                    w.Line($"{transform}(from, {input.RowStride}, to, {InputPlane}, scratch, {whole});");
                    return tile =>
                    {
                        w.Line($"{Clip(height, width)}(from + {tile} * {Columns.Outputs * Layout.BlockSize}, {input.RowStride}, {ClippedRows(row, Rows.Taps - 1, height)}, {ClippedColumns(tile, Columns.Taps - 1, width)}, scratch + {PatchAt});");
                        w.Line($"{transform}(scratch + {PatchAt}, {width * Layout.BlockSize}, to + {tile} * {Layout.BlockSize}, {InputPlane}, scratch, 1);");
                    };
                });
            });
        });

        /// <summary>The part of a tile that lies in the input, with zeros around it: what lies there belongs to others and must not reach a sum.</summary>
        private string Clip(int height, int width) => _writer.Part($"Clip{height}x{width}", "float* input, nint rowStep, int rows, int columns, float* patch", "A tile over the edge: zeros beyond it.", w =>
        {
            using (w.Loop("row", height))
            using (w.Loop("column", width))
            {
                w.Line($"bool inside = {(height == 1 ? "" : "row < rows && ")}{(width == 1 ? "0" : "column")} < columns;");
                using (_isa.VectorsPerBlock == 1 ? w.Loop("", 1) : w.Block($"for (int part = 0; part < {Layout.BlockSize}; part += {_isa.Lanes})"))
                {
                    string part = _isa.VectorsPerBlock == 1 ? "" : " + part";
                    string from = $"{RowKernel.Place("input", 0, ("column", width, Layout.BlockSize))}{(height == 1 ? "" : " + row * rowStep")}{part}";
                    w.Line(_isa.Store($"patch{part}", $"inside ? {_isa.Load(from)} : {_isa.Zero}"));
                }

                w.Line($"patch += {Layout.BlockSize};");
            }
        });

        private string ProductsPart(int groups, int vectors) => _writer.Part(
            $"Products{groups}x{vectors}", "float* inputs, float* weights, float* products", $"Each plane's tiles × channels times its channels × {groups * vectors * _isa.Lanes} filters.", w =>
        {
            int inputChannels = _kernel._shape.InputChannels, panel = inputChannels * vectors * _isa.Lanes;
            Contraction product = WinogradSchedule.PlaneProduct(inputChannels, _kernel._shape.Filters, _schedule.BlockTiles);
            (int Size, int Count)[] tiles = [.. ContractionSchedule.Split(_schedule.BlockTiles, _schedule.Product.TileColumns)];
            int passes = tiles.Sum(tile => tile.Count), pass = 0, tileStart = 0, fullBlocks = inputChannels / Layout.BlockSize;
            int lines = _schedule.Prefetches && fullBlocks > 1 ? (vectors * _isa.Lanes + passes - 1) / passes : 0;
            using (w.Loop("plane", _schedule.Planes))
            {
                using (w.Loop("group", groups))
                {
                    string to = RowKernel.Place("products", 0, ("group", groups, Blocks(vectors * _isa.Lanes) * PlaneBlock));
                    if (lines > 0)
                        w.Line($"float* next = weights + {panel};");
                    foreach ((int size, int count) in tiles)
                    {
                        using (w.Loop("tile", count))
                        {
                            string At(string pointer, int step) => RowKernel.Place(pointer, tileStart * step, ("tile", count, size * step));
                            string next = lines == 0 ? "" : $", {RowKernel.Place("next", pass * lines * fullBlocks * Layout.BlockSize, ("tile", count, lines * fullBlocks * Layout.BlockSize))}";
                            w.Line($"{ProductTile(product, size, vectors, lines)}({At("inputs", Layout.BlockSize)}, weights, {At(to, Layout.BlockSize)}{next});");
                        }

                        (tileStart, pass) = (tileStart + (size * count), pass + count);
                    }

                    w.Line($"weights += {panel};");
                }

                w.Line($"inputs += {InputPlane};");
                w.Line($"products += {ProductPlane};");
            }
        });

        private string ProductTile(Contraction product, int tiles, int vectors, int prefetchedLines)
        {
            var tile = new TileWriter(product, _isa, 1, tiles, vectors, _schedule.Product.UsesLanes) { PrefetchedLines = prefetchedLines };
            return _writer.Part(
                $"Tile{tiles}x{vectors}", $"float* input, float* weights, float* output{(prefetchedLines > 0 ? ", float* next" : "")}",
                $"{tiles} tiles × {vectors * _isa.Lanes} channels: acc_{{tile}}_{{register}} stay in registers over {product.ReductionLength} terms.", w =>
            {
                tile.WriteSums(w);
                w.Line();
                for (int point = 0; point < tiles; point++)
                {
                    for (int vector = 0; vector < vectors; vector++)
                        w.Line(_isa.Store(TileWriter.At("output", (point * product.OutputColumnStep) + tile.OutputOffset(vector, product.OutputBlockStride)), TileWriter.Sum(point, vector)));
                }
            });
        }

        /// <summary>Transforms the products of a block and chunk into outputs.</summary>
        private string OutputPart(int blocks) => _writer.Part(
            $"Outputs{blocks}", $"float* products, {(HasBias ? "float* bias, " : "")}{(Summand is null ? "" : "float* summand, ")}float* output, float* scratch{PlaceParameters}", "The products of a block of tiles, as outputs.", w =>
        {
            (int height, int width) = Stored;
            string transform = _writer.Part($"Output_Tile{Rows.Outputs}x{Columns.Outputs}", WinogradTransformWriter.OutputParameters(HasBias, Summand is not null),
                $"Products of tiles of {Rows.Outputs}×{Columns.Outputs} outputs, transformed along columns, then along rows.", body => _transforms.WriteOutput(body, HasBias, _inTile));
            string bias = HasBias ? $"{RowKernel.Place("bias", 0, ("channels", blocks, Layout.BlockSize))}, " : "";
            EachTileRow(w, "channels", blocks, row =>
            {
                string inBlock = RowInBlock(row);
                w.Line($"float* from = {RowKernel.Place("products", 0, ("channels", blocks, PlaneBlock))}{(inBlock.Length > 0 ? $" + {inBlock} * {_schedule.BlockColumns * Layout.BlockSize}" : "")};");
                if (PoolsMap)
                {
                    w.Line($"float* to = {RowKernel.Place("scratch", MapAt, ("channels", blocks, MapBlock))}{(inBlock.Length > 0 ? $" + {inBlock} * {height * MapRow}" : "")};");
                    w.Line($"{transform}(from, {ProductPlane}, {bias}to, {MapRow}, scratch, {Count()});");
                    return;
                }

                w.Line($"float* to = {RowKernel.Place("output", 0, ("channels", blocks, Output.BlockStride))} + {row} * {height * Output.RowStride}{(IsSegmented ? $" + tileColumn * {width * Layout.BlockSize}" : "")};");
                if (Summand is { } place)
                    w.Line($"float* added = {RowKernel.Place("summand", 0, ("channels", blocks, place.BlockStride))} + {row} * {Rows.Outputs * place.RowStride}{(IsSegmented ? $" + tileColumn * {Columns.Outputs * Layout.BlockSize}" : "")};");
                EachRun(w, row, (whole, count) =>
                {
                    string added = Summand is null ? "" : $"added, {Summand.RowStride}, ", patch = Summand is null ? "" : $"scratch + {SummandPatchAt}, {Columns.Outputs * Layout.BlockSize}, ";
                    w.Line($"{transform}(from, {ProductPlane}, {bias}{added}to, {Output.RowStride}, scratch, {whole});");
                    return tile =>
                    {
                        if (Summand is not null)
                            w.Line($"{Clip(Rows.Outputs, Columns.Outputs)}(added + {tile} * {Columns.Outputs * Layout.BlockSize}, {Summand.RowStride}, {ClippedRows(row, 0, Rows.Outputs)}, {ClippedColumns(tile, 0, Columns.Outputs)}, scratch + {SummandPatchAt});");
                        w.Line($"{transform}(from + {tile} * {Layout.BlockSize}, {ProductPlane}, {bias}{patch}scratch + {PatchAt}, {width * Layout.BlockSize}, scratch, 1);");
                        w.Line($"{Keep()}(scratch + {PatchAt}, to + {tile} * {width * Layout.BlockSize}, {Output.RowStride}, {ClippedRows(row, 0, height, PoolSize.Height)}, {ClippedColumns(tile, 0, width, PoolSize.Width)});");
                    };
                });
            });
            WriteAfter(w, blocks);
        });

        /// <summary>Stores the part of a tile that lies in the output.</summary>
        private string Keep() => _writer.Part($"Keep{Stored.Width}", "float* patch, float* output, nint rowStep, int rows, int columns", "The part of a tile that lies in the output.", w =>
        {
            using (w.Block("for (int row = 0; row < rows; row++)"))
            {
                w.Line($"for (int i = 0; i < columns * {Layout.BlockSize}; i += {_isa.Lanes})");
                w.Line($"    {_isa.Store("output + i", _isa.Load("patch + i"))}");
                w.Line($"patch += {Stored.Width * Layout.BlockSize};");
                w.Line("output += rowStep;");
            }
        });

        /// <summary>What is left to do once the outputs of a block and chunk are complete.</summary>
        private void WriteAfter(CodeWriter w, int blocks)
        {
            bool pooled = !PoolsMap;
            foreach (Operation operation in _after)
            {
                if (operation is PoolOperation pool)
                {
                    WritePool(w, pool, blocks);
                    pooled = true;
                    continue;
                }

                string function = _writer.Function(((ActivationOperation)operation).Function);
                if (!pooled)
                {
                    w.Line($"{function}(scratch + {MapAt}, scratch + {MapAt}, {blocks * MapBlock});");
                    continue;
                }

                EachOutputRow(w, blocks, columns => w.Line($"{function}(target, target, {columns} * {Layout.BlockSize});"));
            }
        }

        private void WritePool(CodeWriter w, PoolOperation pool, int blocks)
        {
            string method = _writer.Part("Pool", "float* rows, float* output, int columns", "Joins finished rows into one row of the output.", body =>
                PoolWindows.WriteRow(body, _isa, pool, "columns", MapRow, Layout.BlockSize));
            EachOutputRow(w, blocks, columns =>
            {
                string firstRow = _schedule.Blocks == 1 ? "row" : $"(row - tileRow * {Rows.Outputs} / {pool.Window.Height})";
                w.Line($"{method}({RowKernel.Place("scratch", MapAt, ("channels", blocks, MapBlock))} + {firstRow} * {pool.Window.Height * MapRow}, target, {columns});");
            });
        }

        /// <summary>Loops over the rows of outputs, pooled ones, that a block of tiles completes, with a pointer <c>target</c> and the number of columns.</summary>
        private void EachOutputRow(CodeWriter w, int blocks, Action<string> body)
        {
            (int height, int width) = (_kernel._shape.Height / PoolSize.Height, _kernel._shape.Width / PoolSize.Width);
            int bandRows = _schedule.BlockRows * Rows.Outputs, bandColumns = _schedule.BlockColumns * Columns.Outputs;
            string first = _schedule.Blocks == 1 ? "0" : $"tileRow * {Rows.Outputs} / {PoolSize.Height}";
            string end = bandRows >= _kernel._shape.Height ? $"{height}" : $"Math.Min(tileRow * {Rows.Outputs} + {bandRows}, {_kernel._shape.Height}) / {PoolSize.Height}";
            string columns = IsSegmented
                ? $"(Math.Min({bandColumns}, {_kernel._shape.Width} - tileColumn * {Columns.Outputs}) / {PoolSize.Width})"
                : $"{width}";
            using (w.Loop("channels", blocks))
            using (w.Block($"for (int row = {first}; row < {end}; row++)"))
            {
                w.Line($"float* target = {RowKernel.Place("output", 0, ("channels", blocks, Output.BlockStride))} + row * {Output.RowStride}{(IsSegmented ? $" + tileColumn * {Columns.Outputs} / {PoolSize.Width} * {Layout.BlockSize}" : "")};");
                body(columns);
            }
        }

        /// <summary>Loops over blocks of channels and the block's rows of tiles.</summary>
        private void EachTileRow(CodeWriter w, string channels, int blocks, Action<string> body)
        {
            using (w.Loop(channels, blocks))
            {
                if (_schedule.BlockRows == 1)
                {
                    body("tileRow");
                    return;
                }

                string end = _schedule.TileRows <= _schedule.BlockRows ? $"{_schedule.TileRows}"
                    : _schedule.TileRows % _schedule.BlockRows == 0 ? $"tileRow + {_schedule.BlockRows}"
                    : $"Math.Min(tileRow + {_schedule.BlockRows}, {_schedule.TileRows})";
                using (w.Block($"for (int row = {(_schedule.TileRows <= _schedule.BlockRows ? "0" : "tileRow")}; row < {end}; row++)"))
                    body("row");
            }
        }

        private string RowInBlock(string row) => row == "tileRow" ? "" : _schedule.TileRows <= _schedule.BlockRows ? "row" : "(row - tileRow)";

        /// <summary>Tiles of a row in the block, and those of them that do not hang over the right edge.</summary>
        private string Count() => IsSegmented ? $"Math.Min({_schedule.BlockColumns}, {_schedule.TileColumns} - tileColumn)" : $"{_schedule.TileColumns}";

        /// <summary>Whole rows of tiles, and whole tiles in a row.</summary>
        private (int Rows, int Columns) Whole => (_kernel._shape.Height / Rows.Outputs, _kernel._shape.Width / Columns.Outputs);

        private bool ClipsRows => Whole.Rows < _schedule.TileRows;

        private bool ClipsColumns => Whole.Columns < _schedule.TileColumns;

        /// <summary>A row of tiles: a call for all that lie inside, and one by one those that hang over an edge.</summary>
        private void EachRun(CodeWriter w, string row, Func<string, string, Action<string>> inside)
        {
            string wholeColumns = IsSegmented ? $"Math.Min({_schedule.BlockColumns}, {Whole.Columns} - tileColumn)" : $"{Whole.Columns}";
            if (!ClipsRows && !ClipsColumns)
            {
                inside(wholeColumns, Count());
                return;
            }

            w.Line($"int whole = {(ClipsRows ? $"{row} < {Whole.Rows} ? {wholeColumns} : 0" : wholeColumns)};");
            Action<string> edge = inside("whole", Count());
            using (w.Block($"for (int tile = whole; tile < {Count()}; tile++)"))
                edge("tile");
        }

        /// <summary>Rows of a tile on this side of the edge, given how many more than its outputs it reads.</summary>
        private string ClippedRows(string row, int more, int all, int pool = 1) =>
            ClipsRows ? $"{row} < {Whole.Rows} ? {all} : {(_kernel._shape.Height % Rows.Outputs / pool) + more}" : $"{all}";

        private string ClippedColumns(string tile, int more, int all, int pool = 1) =>
            ClipsColumns ? $"{tile} < {Whole.Columns}{(IsSegmented ? " - tileColumn" : "")} ? {all} : {(_kernel._shape.Width % Columns.Outputs / pool) + more}" : $"{all}";
    }
}
