using System.Text;

namespace Samples;

/// <summary>Grey images as text, two rows of pixels in one line of characters, which are about twice as high as wide.</summary>
internal static class TextPicture
{
    private const string Shades = " .:-=+*#%@";

    /// <summary>The lines of one picture.</summary>
    /// <param name="pixels">Rows of pixels, 0 for paper to 255 for ink.</param>
    /// <param name="width">Pixels per row.</param>
    public static string[] Draw(ReadOnlySpan<byte> pixels, int width)
    {
        int height = pixels.Length / width;
        string[] lines = new string[(height + 1) / 2];
        StringBuilder line = new(width);
        for (int row = 0; row < lines.Length; row++)
        {
            line.Clear();
            for (int x = 0; x < width; x++)
            {
                int upper = pixels[(2 * row * width) + x];
                int lower = (2 * row) + 1 < height ? pixels[(((2 * row) + 1) * width) + x] : 0;
                line.Append(Shades[(upper + lower) * Shades.Length / (2 * 256)]);
            }

            lines[row] = line.ToString();
        }

        return lines;
    }
}
