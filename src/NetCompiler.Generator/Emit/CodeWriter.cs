using System.Text;

namespace NetCompiler.Generator.Emit;

/// <summary>Writes indented C#: <c>\n</c> line ends, no trailing blanks, the same text under every culture.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes one or more lines; each gets the current indentation.</summary>
    public void Line(string text = "")
    {
        // Every line of a network passes here twice: no copies are made on the way.
        for (int start = 0; start <= text.Length;)
        {
            int lineEnd = text.IndexOf('\n', start), next = lineEnd < 0 ? text.Length : lineEnd, end = next;
            while (end > start && char.IsWhiteSpace(text[end - 1]))
                end--;
            if (end > start)
                _text.Append(' ', _depth * 4).Append(text, start, end - start);
            _text.Append('\n');
            start = next + 1;
        }
    }

    public void Lines(IEnumerable<string> lines)
    {
        foreach (string line in lines)
            Line(line);
    }

    public void Comment(string text)
    {
        foreach (string line in text.Split('\n'))
            Line($"// {line}");
    }

    /// <summary>Writes the text and an opening brace; disposing closes it.</summary>
    public Scope Block(string text)
    {
        Line(text);
        Line("{");
        _depth++;
        return new Scope(this, braced: true);
    }

    /// <summary>A method. Arithmetic in it never checks for overflow, whatever the user's project says: pointers are added to in every line.</summary>
    public void Method(string signature, Action body)
    {
        using (Block(signature))
        using (Block("unchecked"))
            body();
    }

    /// <summary>A block of its own for locals.</summary>
    public Scope Scoped()
    {
        Line("{");
        _depth++;
        return new Scope(this, braced: true);
    }

    /// <summary>A counting loop; a single iteration is written without one. Returns the scope in which <paramref name="variable"/> counts.</summary>
    public Scope Loop(string variable, int count) =>
        count == 1 ? new Scope(this, braced: false) : Block($"for (int {variable} = 0; {variable} < {count}; {variable}++)");

    public override string ToString() => _text.ToString();

    internal readonly struct Scope(CodeWriter writer, bool braced) : IDisposable
    {
        public void Dispose()
        {
            if (!braced)
                return;
            writer._depth--;
            writer.Line("}");
        }
    }
}
