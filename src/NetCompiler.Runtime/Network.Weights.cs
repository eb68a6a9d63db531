namespace NetCompiler;

public abstract unsafe partial class Network
{
    /// <summary>Saves the weights.</summary>
    public void Save(string path) => throw new NotImplementedException();

    /// <summary>Loads weights.</summary>
    public WeightReport LoadWeights(string path, WeightLoading? loading = null) => throw new NotImplementedException();

    /// <summary>Saves the weights during training, from the thread that trains.</summary>
    internal void SaveDuringTraining(string path) => throw new NotImplementedException();
}
