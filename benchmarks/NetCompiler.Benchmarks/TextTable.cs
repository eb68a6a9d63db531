namespace Benchmarks;

/// <summary>Prints rows under a heading in aligned columns: the first to the left, the others to the right.</summary>
internal sealed class TextTable(params string[] heading)
{
    private readonly List<string[]> _rows = [heading];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Print(string title)
    {
        int[] widths = [.. heading.Select((_, column) => _rows.Max(row => row[column].Length))];
        Console.WriteLine(title);
        foreach (string[] row in _rows)
            Console.WriteLine("  " + string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))));
        Console.WriteLine();
    }
}
