namespace NetCompiler.Tests;

public sealed class MnistTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-images-idx3-ubyte", "-labels-idx1-ubyte", false)]
    [InlineData("-images-idx3-ubyte.gz", "-labels-idx1-ubyte.gz", true)]
    [InlineData("-images.idx3-ubyte", "-labels.idx1-ubyte", false)]
    [InlineData("-images.idx3-ubyte.gz", "-labels.idx1-ubyte", false)]
    public void OpensAllSpellings(string images, string labels, bool zipped)
    {
        WriteSet("train", 12);
        WriteSet("t10k", 3);

        Mnist mnist = Mnist.Open(_folder.Path);

        Assert.Equal(12, mnist.Train.Count);
        Assert.Equal(3, mnist.Test.Count);
        Assert.Equal([1, 4, 3], mnist.Train.Shape);
        Assert.Equal(10, mnist.Train.Classes);
        Assert.Equal(1, mnist.Train.GetLabel(11));

        void WriteSet(string set, int count)
        {
            _folder.Write(set + images, zipped ? IdxBytes.Zip(IdxBytes.Images(count)) : IdxBytes.Images(count));
            _folder.Write(set + labels, zipped ? IdxBytes.Zip(IdxBytes.Labels(count)) : IdxBytes.Labels(count));
        }
    }

    [Fact]
    public void OpensTheTestSetAlone()
    {
        _folder.Write("t10k-images-idx3-ubyte", IdxBytes.Images(4));
        _folder.Write("t10k-labels-idx1-ubyte", IdxBytes.Labels(4));

        Assert.Equal(4, Mnist.OpenTest(_folder.Path).Count);
        FileNotFoundException exception = Assert.Throws<FileNotFoundException>(() => Mnist.Open(_folder.Path));
        Assert.Contains("train-images-idx3-ubyte.gz", exception.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.Path, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesTheFolderThatIsMissing()
    {
        string path = Path.Combine(_folder.Path, "none");
        Assert.Contains(path, Assert.Throws<DirectoryNotFoundException>(() => Mnist.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesImagesAndLabelsThatDoNotBelongTogether()
    {
        string images = _folder.Write("i", IdxBytes.Images(4));
        string fewer = _folder.Write("few", IdxBytes.Labels(3));
        string eleven = _folder.Write("eleven", IdxBytes.Of(0x08, [4], [0, 9, 10, 1]));
        string integers = _folder.Write("integers", IdxBytes.Of(0x0C, [4], new byte[16]));

        DataFormatException count = Assert.Throws<DataFormatException>(() => Mnist.OpenFiles(images, fewer));
        Assert.Contains("4 labels", count.Expected, StringComparison.Ordinal);
        Assert.Equal("3", count.Found);
        Assert.Equal("10 for image 2", Assert.Throws<DataFormatException>(() => Mnist.OpenFiles(images, eleven)).Found);
        Assert.Equal("Integers in 1", Assert.Throws<DataFormatException>(() => Mnist.OpenFiles(images, integers)).Found);
        Assert.Equal("UnsignedBytes in 1", Assert.Throws<DataFormatException>(() => Mnist.OpenFiles(fewer, fewer)).Found);
        Assert.Equal("UnsignedBytes in 3", Assert.Throws<DataFormatException>(() => Mnist.OpenFiles(images, images)).Found);
    }
}
