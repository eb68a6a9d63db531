using NetCompiler.Generator.Emit;
using NetCompiler.Generator.Frontend;

namespace NetCompiler.Generator.Schedules;

/// <summary>
/// Where the weights of a convolution lie in their tensor if not every filter reads every channel. Kernels compute with the dense form
/// <c>[filters, channels, taps]</c>, zero where there is no connection.
/// </summary>
/// <param name="Filters">Output channels.</param>
/// <param name="Channels">Input channels.</param>
/// <param name="Taps">Weights of a filter per channel.</param>
/// <param name="Groups">Groups of channels.</param>
/// <param name="Connections">Per filter the channels that it reads, ascending; empty where it reads those of its group.</param>
internal sealed record WeightMap(int Filters, int Channels, int Taps, int Groups, EquatableArray<EquatableArray<int>> Connections)
{
    /// <summary>Runs of neighbouring channels that one method looks through: keeps it a few kilobytes.</summary>
    private const int RunsPerMethod = 300;

    /// <summary>Writes the local function <c>Place</c>, which takes an index into the dense form to one into the tensor, or to −1.</summary>
    public void WriteFunction(CodeWriter w)
    {
        List<List<(int Filter, int First, int Count, int Row)>> tables = [.. Runs().Select((run, i) => (run, i)).GroupBy(pair => pair.i / RunsPerMethod, (_, pairs) => pairs.Select(pair => pair.run).ToList())];
        w.Comment("From the dense form, in which every filter reads every channel, to the place in the tensor.");
        using (w.Block("static int Place(int dense)"))
        {
            w.Line($"int filter = dense / {Channels * Taps}, channel = dense / {Taps} % {Channels};");
            if (tables.Count == 0)
            {
                w.Line($"int row = filter / {Filters / Groups} == channel / {Channels / Groups} ? filter * {Channels / Groups} + channel % {Channels / Groups} : -1;");
            }
            else
            {
                w.Line("int row = Row1(filter, channel);");
                for (int table = 2; table <= tables.Count; table++)
                {
                    w.Line("if (row < 0)");
                    w.Line($"    row = Row{table}(filter, channel);");
                }
            }

            w.Line($"return row < 0 ? -1 : row * {Taps} + dense % {Taps};");
        }

        w.Line();
        for (int table = 1; table <= tables.Count; table++)
            WriteTable(w, $"Row{table}", tables[table - 1]);
    }

    private static void WriteTable(CodeWriter w, string name, IReadOnlyList<(int Filter, int First, int Count, int Row)> runs)
    {
        using (w.Block($"static int {name}(int filter, int channel)"))
        {
            using (w.Block("switch (filter)"))
            {
                foreach (IGrouping<int, (int Filter, int First, int Count, int Row)> filter in runs.GroupBy(run => run.Filter))
                {
                    w.Line($"case {filter.Key}:");
                    foreach ((_, int first, int count, int row) in filter)
                    {
                        w.Line($"    if (channel >= {first} && channel < {first + count})");
                        w.Line($"        return {row} + channel - {first};");
                    }

                    w.Line("    break;");
                }
            }

            w.Line();
            w.Line("return -1;");
        }

        w.Line();
    }

    private IEnumerable<(int Filter, int First, int Count, int Row)> Runs()
    {
        int row = 0;
        for (int filter = 0; filter < Connections.Count; filter++)
        {
            EquatableArray<int> channels = Connections[filter];
            for (int i = 0; i < channels.Count;)
            {
                int count = 1;
                while (i + count < channels.Count && channels[i + count] == channels[i] + count)
                    count++;
                yield return (filter, channels[i], count, row);
                row += count;
                i += count;
            }
        }
    }
}
