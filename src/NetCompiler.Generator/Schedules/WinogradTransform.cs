using System.Collections.Concurrent;

namespace NetCompiler.Generator.Schedules;

/// <summary>
/// Winograd's minimal filtering F(m, r) along one axis: m neighbouring outputs of a filter of r taps from m + r − 1 inputs with as many
/// multiplications, y = Aᵀ [(G w) ⊙ (Bᵀ x)]. The matrices follow from interpolation at m + r − 2 points and infinity (Winograd 1980; Lavin and Gray 2016,
/// "Fast Algorithms for Convolutional Neural Networks"). With one tap, or for one output, the axis stays as it is.
/// </summary>
internal sealed class WinogradTransform
{
    private static readonly ConcurrentDictionary<(int, int), WinogradTransform> s_known = new();

    /// <summary>
    /// Finite points by the number of inputs, from a search over fractions for the least error in single precision, of the largest output, over 32 channels (measured in two
    /// dimensions: F(2, 3) 2e-7, F(3, 3) 5e-7, F(4, 3) 9e-7 against 4e-6 with the customary 0, ±1, ±2, F(5, 3) 3e-6; in one dimension: F(6, 3) and F(4, 5) 6e-7, F(3, 7) 8e-7).
    /// </summary>
    private static readonly Dictionary<int, Rational[]> s_points = new()
    {
        [1] = [],
        [2] = [0],
        [3] = [1, -1],
        [4] = [0, 1, -1],
        [5] = [0, new(3, 4), new(-3, 4), 2],
        [6] = [0, new(3, 4), new(-3, 4), new(3, 2), new(-3, 2)],
        [7] = [0, new(1, 2), new(-1, 2), 1, -1, new(5, 2)],
        [8] = [0, new(1, 2), new(-1, 2), 1, -1, 2, -2],
        [9] = [0, new(1, 2), new(-1, 2), new(7, 8), new(-7, 8), new(4, 3), new(-4, 3), new(5, 2)],
    };

    /// <summary>The most inputs of a tile in one dimension, and along either axis of two: beyond, errors outgrow what is saved.</summary>
    public const int MostInputs = 9, MostInputsOfPlane = 7;

    /// <summary>The most inputs along an axis with which errors are no larger than those of the plain sum.</summary>
    public const int MostExactInputs = 4;

    private WinogradTransform(int outputs, int taps)
    {
        (Outputs, Taps) = (outputs, taps);
        Rational[] points = s_points[Inputs];
        Output = Rows(outputs, k => [.. points.Select(point => point.Power(k)), k == outputs - 1 ? 1 : 0]);
        Input = Rows(Inputs, i => Product(points.Where((_, other) => other != i), Inputs));
        Weight = Rows(Inputs, i => i == points.Length
            ? [.. Enumerable.Repeat<Rational>(0, taps - 1), 1]
            : [.. Enumerable.Range(0, taps).Select(k => points[i].Power(k) / points.Where((_, other) => other != i).Aggregate((Rational)1, (product, other) => product * (points[i] - other)))]);

        // Any factor may move between a row of Bᵀ and the row of G: with 1 as its highest even coefficient, a row of Bᵀ takes the fewest steps.
        for (int i = 0; i < Inputs; i++)
        {
            int[] places = [.. Enumerable.Range(0, Inputs).Where(k => !Input[i][k].IsZero)];
            Rational lead = Input[i][places.Where(k => k % 2 == 0).DefaultIfEmpty(places[places.Length - 1]).Last()];
            Input[i] = [.. Input[i].Select(value => value / lead)];
            Weight[i] = [.. Weight[i].Select(value => value * lead)];
        }

        InputSteps = LinearProgram.OfRowPairs(Input);
        WeightSteps = LinearProgram.OfRowPairs(Weight);
        OutputSteps = LinearProgram.OfColumnPairs(Output);
    }

    /// <summary>Neighbouring outputs of a tile: m.</summary>
    public int Outputs { get; }

    /// <summary>Taps of the filter: r.</summary>
    public int Taps { get; }

    /// <summary>Inputs of a tile, and its multiplications: m + r − 1.</summary>
    public int Inputs => Outputs + Taps - 1;

    /// <summary>Whether inputs, weights and outputs are what they were.</summary>
    public bool IsIdentity => Inputs == 1;

    /// <summary>Bᵀ: inputs × inputs.</summary>
    public Rational[][] Input { get; }

    /// <summary>G: inputs × taps.</summary>
    public Rational[][] Weight { get; }

    /// <summary>Aᵀ: outputs × inputs.</summary>
    public Rational[][] Output { get; }

    public LinearProgram InputSteps { get; }

    public LinearProgram WeightSteps { get; }

    public LinearProgram OutputSteps { get; }

    public static WinogradTransform Of(int outputs, int taps) => s_known.GetOrAdd((outputs, taps), key => new WinogradTransform(key.Item1, key.Item2));

    private static Rational[][] Rows(int count, Func<int, IEnumerable<Rational>> row) => [.. Enumerable.Range(0, count).Select(i => row(i).ToArray())];

    /// <summary>The coefficients of Π (x − point), lowest first, filled up with zeros.</summary>
    private static IEnumerable<Rational> Product(IEnumerable<Rational> points, int length)
    {
        Rational[] product = [1];
        foreach (Rational point in points)
            product = [.. Enumerable.Range(0, product.Length + 1).Select(k => (k > 0 ? product[k - 1] : 0) - (k < product.Length ? point * product[k] : 0))];
        return product.Concat(Enumerable.Repeat<Rational>(0, length - product.Length));
    }
}
