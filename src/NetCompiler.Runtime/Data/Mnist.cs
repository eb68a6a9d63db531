namespace NetCompiler;

/// <summary>
/// The MNIST database of handwritten digits, or any set published in the same four files (Fashion-MNIST, KMNIST): 28×28 grey images of
/// ten classes. Files may be plain or compressed (<c>.gz</c>), and be named <c>train-images-idx3-ubyte</c> or <c>train-images.idx3-ubyte</c>.
/// </summary>
public sealed class Mnist
{
    private const int ClassCount = 10;

    private Mnist(LabeledImages train, LabeledImages test)
    {
        Train = train;
        Test = test;
    }

    /// <summary>The images to train on; 60 000 in the original.</summary>
    public LabeledImages Train { get; }

    /// <summary>The images to measure with; 10 000 in the original.</summary>
    public LabeledImages Test { get; }

    /// <summary>Reads all four files.</summary>
    /// <param name="directory">The folder they lie in.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">One of the files is missing; the message names what was looked for.</exception>
    /// <exception cref="DataFormatException">A file is damaged, or images and labels do not belong together.</exception>
    public static Mnist Open(string directory) => new(OpenSet(directory, "train"), OpenTest(directory));

    /// <summary>Reads the test set alone.</summary>
    /// <inheritdoc cref="Open"/>
    public static LabeledImages OpenTest(string directory) => OpenSet(directory, "t10k");

    /// <summary>Reads one pair of files.</summary>
    /// <param name="imagesPath">IDX of unsigned bytes, three dimensions: count, rows, columns.</param>
    /// <param name="labelsPath">IDX of unsigned bytes, one dimension.</param>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="DataFormatException">A file is damaged, or images and labels do not belong together.</exception>
    public static LabeledImages OpenFiles(string imagesPath, string labelsPath)
    {
        IdxFile images = ReadBytes(imagesPath, 3, "images of unsigned bytes in 3 dimensions");
        IdxFile labels = ReadBytes(labelsPath, 1, "labels of unsigned bytes in 1 dimension");
        if (labels.Dimensions[0] != images.Dimensions[0])
            throw new DataFormatException(labelsPath, $"{images.Dimensions[0]} labels, one per image of {imagesPath}", $"{labels.Dimensions[0]}");
        int wrong = labels.Data.Span.IndexOfAnyExceptInRange((byte)0, (byte)(ClassCount - 1));
        if (wrong >= 0)
            throw new DataFormatException(labelsPath, $"labels from 0 to {ClassCount - 1}", $"{labels.Data.Span[wrong]} for image {wrong}");
        return new LabeledImages(images.Data, labels.Data, [1, images.Dimensions[1], images.Dimensions[2]], ClassCount);
    }

    private static LabeledImages OpenSet(string directory, string set)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (!Directory.Exists(directory))
            throw new DirectoryNotFoundException($"There is no folder '{directory}'.");
        return OpenFiles(Find(directory, $"{set}-images", "idx3-ubyte"), Find(directory, $"{set}-labels", "idx1-ubyte"));
    }

    private static string Find(string directory, string name, string extension)
    {
        string[] names = [$"{name}-{extension}", $"{name}-{extension}.gz", $"{name}.{extension}", $"{name}.{extension}.gz"];
        return names.Select(candidate => Path.Combine(directory, candidate)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"The folder '{directory}' holds none of {string.Join(", ", names)}.", Path.Combine(directory, names[0]));
    }

    private static IdxFile ReadBytes(string path, int rank, string expected)
    {
        IdxFile file = IdxFile.Read(path);
        if (file.ElementType != IdxElementType.UnsignedBytes || file.Dimensions.Count != rank)
            throw new DataFormatException(path, expected, $"{file.ElementType} in {file.Dimensions.Count}");
        return file;
    }
}
