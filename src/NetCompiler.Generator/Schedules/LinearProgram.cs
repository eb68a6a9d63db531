namespace NetCompiler.Generator.Schedules;

/// <summary>One step of a <see cref="LinearProgram"/>: <paramref name="Target"/> = <paramref name="Factor"/> · <paramref name="Value"/> + <paramref name="Summand"/>.</summary>
/// <param name="Target">The name of the result.</param>
/// <param name="Factor">The factor.</param>
/// <param name="Value">What it multiplies.</param>
/// <param name="Summand">What is added, if anything.</param>
internal sealed record LinearStep(string Target, Rational Factor, string Value, string? Summand);

/// <summary>
/// A matrix times a vector <c>x_0, x_1, …</c> in few steps. Interpolation points come in pairs ±p, whose powers differ only in the sign of the odd ones:
/// what they share is computed once.
/// </summary>
internal sealed class LinearProgram
{
    private readonly List<LinearStep> _steps = [];
    private readonly string[] _results;

    private LinearProgram(int results) => _results = new string[results];

    public IReadOnlyList<LinearStep> Steps => _steps;

    /// <summary>The name of each element of the product: a step's target, or an element of the vector.</summary>
    public IReadOnlyList<string> Results => _results;

    /// <summary>For matrices with a row per point: two rows that are alike but for the sign of odd columns are one sum plus and minus another.</summary>
    public static LinearProgram OfRowPairs(Rational[][] matrix)
    {
        var program = new LinearProgram(matrix.Length);
        for (int row = 0; row < matrix.Length; row++)
        {
            if (program._results[row] is not null)
                continue;
            Rational[] coefficients = matrix[row];
            var even = Terms(coefficients, column => column % 2 == 0);
            var odd = Terms(coefficients, column => column % 2 != 0);
            int twin = Array.FindIndex(matrix, row + 1, other => other.Select((value, column) => column % 2 == 0 ? value : -value).SequenceEqual(coefficients));
            if (twin < 0 || even.Count == 0 || odd.Count == 0)
            {
                program._results[row] = program.Sum([.. even, .. odd]);
                continue;
            }

            // Scaled so that one of the odd part's coefficients is 1; the scale is the factor of the last two steps.
            Rational scale = odd[odd.Count - 1].Factor;
            string sum = program.Sum(even), rest = program.Sum([.. odd.Select(term => (term.Factor / scale, term.Value))]);
            program._results[row] = program.Add(scale, rest, sum);
            program._results[twin] = program.Add(-scale, rest, sum);
        }

        return program;
    }

    /// <summary>For matrices with a column per point: two elements whose columns are alike but for the sign of odd rows enter as their sum and their difference.</summary>
    public static LinearProgram OfColumnPairs(Rational[][] matrix)
    {
        var program = new LinearProgram(matrix.Length);
        int columns = matrix[0].Length;
        var even = Enumerable.Range(0, columns).Select(column => (int?)column).ToArray();
        var sums = new string[columns];
        var differences = new string[columns];
        for (int column = 0; column < columns; column++)
        {
            if (even[column] is null)
                continue;
            sums[column] = differences[column] = $"x_{column}";
            int twin = Enumerable.Range(column + 1, columns - column - 1).FirstOrDefault(other =>
                matrix.Select((row, index) => row[other] == (index % 2 == 0 ? row[column] : -row[column])).All(equal => equal) && matrix.Count(row => !row[column].IsZero) > 1);
            if (twin == 0)
                continue;
            even[twin] = null;
            sums[column] = program.Add(1, $"x_{twin}", $"x_{column}");
            differences[column] = program.Add(-1, $"x_{twin}", $"x_{column}");
        }

        for (int row = 0; row < matrix.Length; row++)
        {
            string[] values = row % 2 == 0 ? sums : differences;
            program._results[row] = program.Sum([.. Enumerable.Range(0, columns).Where(column => even[column] is not null && !matrix[row][column].IsZero).Select(column => (matrix[row][column], values[column]))]);
        }

        return program;
    }

    private static List<(Rational Factor, string Value)> Terms(Rational[] row, Func<int, bool> where) =>
        [.. row.Select((factor, column) => (factor, column)).Where(term => !term.factor.IsZero && where(term.column)).Select(term => (term.factor, $"x_{term.column}"))];

    /// <summary>A sum that starts with a term that needs no multiplication, if there is one.</summary>
    private string Sum(List<(Rational Factor, string Value)> terms)
    {
        int first = Math.Max(0, terms.FindIndex(term => term.Factor == 1));
        string sum = terms[first].Factor == 1 ? terms[first].Value : Add(terms[first].Factor, terms[first].Value, null);
        for (int i = 0; i < terms.Count; i++)
        {
            if (i != first)
                sum = Add(terms[i].Factor, terms[i].Value, sum);
        }

        return sum;
    }

    private string Add(Rational factor, string value, string? summand)
    {
        string target = FormattableString.Invariant($"t_{_steps.Count}");
        _steps.Add(new LinearStep(target, factor, value, summand));
        return target;
    }
}
