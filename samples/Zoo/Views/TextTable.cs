namespace Samples.Views;

/// <summary>A table in plain text: columns as wide as their widest cell.</summary>
/// <param name="columns">The headings; those of columns to be aligned right begin with '&gt;'.</param>
internal sealed class TextTable(params string[] columns)
{
    private const string Gap = "  ";

    private readonly bool[] _right = [.. columns.Select(column => column.StartsWith('>'))];
    private readonly List<string[]> _rows = [[.. columns.Select(column => column.TrimStart('>'))]];

    /// <summary>Adds a row with one cell per column.</summary>
    public void Add(params string[] cells)
    {
        if (cells.Length != columns.Length)
            throw new ArgumentException($"The table has {columns.Length} columns, the row {cells.Length}.", nameof(cells));
        _rows.Add(cells);
    }

    /// <summary>Writes headings and rows between lines.</summary>
    /// <returns>The width of the table.</returns>
    public int Write(TextWriter writer)
    {
        int[] widths = [.. Enumerable.Range(0, columns.Length).Select(column => _rows.Max(row => row[column].Length))];
        int width = widths.Sum() + (Gap.Length * (columns.Length - 1));
        string line = new('─', width);
        writer.WriteLine(line);
        for (int i = 0; i < _rows.Count; i++)
        {
            IEnumerable<string> cells = _rows[i].Select((cell, column) => _right[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            writer.WriteLine(string.Join(Gap, cells).TrimEnd());
            if (i == 0 || i == _rows.Count - 1)
                writer.WriteLine(line);
        }

        return width;
    }
}
