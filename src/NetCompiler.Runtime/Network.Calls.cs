namespace NetCompiler;

/// <summary>
/// Who may use the network's memory, and when.
/// </summary>
/// <remarks>
/// One word says it all: the number of running calls, and flags that keep new ones out. A call enters with one compare-and-swap while no flag
/// is set, and leaves with one decrement. Whoever needs the network alone takes the lock, sets a flag, and waits until the calls are gone;
/// calls that come meanwhile go through <see cref="ResolveFlags"/>, which throws or waits for the lock. Flags are set and cleared under the lock,
/// except <see cref="Stale"/>, which anyone may set at any time.
/// </remarks>
public abstract unsafe partial class Network
{
    /// <summary>The parameters changed after they were packed.</summary>
    private const int Stale = 1;

    /// <summary>Weights are being packed or replaced.</summary>
    private const int Updating = 2;

    /// <summary>A trainer owns the parameters.</summary>
    private const int Training = 4;

    /// <summary>Disposed of; never cleared.</summary>
    private const int Closed = 8;

    private const int Flags = Stale | Updating | Training | Closed;

    /// <summary>One running call.</summary>
    private const int OneCall = 16;

    private readonly Lock _exclusive = new();
    private readonly ManualResetEventSlim _callsLeft = new();
    private int _state = Stale;
    private bool _released;

    /// <summary>Whether <see cref="Dispose"/> was called. A trainer looks at it before each batch.</summary>
    internal bool IsDisposed => (Volatile.Read(ref _state) & Closed) != 0;

    /// <summary>Waits for running predictions, then frees the network's memory. A training in progress ends before its next batch.</summary>
    public void Dispose()
    {
        lock (_exclusive)
        {
            if (_released)
            {
                return;
            }

            Interlocked.Or(ref _state, Closed);
            WaitForCalls();

            _packed?.Dispose();
            _workspaces.Dispose();
            if ((_state & Training) == 0)
            {
                _block = null;
            }

            _released = true;
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Takes the parameters for training, after running predictions. Until <see cref="EndTraining"/> predictions throw.</summary>
    /// <exception cref="InvalidOperationException">The network is being trained already.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed of.</exception>
    internal void BeginTraining()
    {
        lock (_exclusive)
        {
            ThrowIfUnavailable();
            Interlocked.Or(ref _state, Training);
            bool begun = false;
            try
            {
                WaitForCalls();
                begun = true;
            }
            finally
            {
                if (!begun)
                {
                    Interlocked.And(ref _state, ~Training);
                }
            }
        }
    }

    /// <summary>Gives the parameters back; the next prediction packs them anew. Also legal after <see cref="Dispose"/>.</summary>
    internal void EndTraining()
    {
        lock (_exclusive)
        {
            MarkStale();
            Interlocked.And(ref _state, ~Training);
            if (_released)
            {
                _block = null;
            }
        }
    }

    /// <summary>Borrows the packed weights and working memory for one call. Called by generated code.</summary>
    /// <exception cref="ObjectDisposedException">The network was disposed of.</exception>
    /// <exception cref="InvalidOperationException">The network is being trained.</exception>
    protected Lease Rent()
    {
        Enter(Flags);
        try
        {
            return new Lease(this, _workspaces.Rent(_arenaLength));
        }
        catch
        {
            Leave();
            throw;
        }
    }

    /// <summary>Changes the parameters while no call runs.</summary>
    private void Update(Action change)
    {
        lock (_exclusive)
        {
            ThrowIfUnavailable();
            try
            {
                Interlocked.Or(ref _state, Updating);
                WaitForCalls();
                change();
                MarkStale();
            }
            finally
            {
                Interlocked.And(ref _state, ~Updating);
            }
        }
    }

    /// <summary>Counts one more running call, as soon as none of <paramref name="obstacles"/> is set.</summary>
    private void Enter(int obstacles)
    {
        int state = Volatile.Read(ref _state);
        while (true)
        {
            if ((state & obstacles) != 0)
            {
                ResolveFlags();
                state = Volatile.Read(ref _state);
                continue;
            }

            int seen = Interlocked.CompareExchange(ref _state, state + OneCall, state);
            if (seen == state)
            {
                return;
            }

            state = seen;
        }
    }

    private void Leave()
    {
        int state = Interlocked.Add(ref _state, -OneCall);
        if (state is > 0 and < OneCall)
        {
            _callsLeft.Set();
        }
    }

    /// <summary>Packs changed parameters, waits for whoever changes them, or throws.</summary>
    private void ResolveFlags()
    {
        lock (_exclusive)
        {
            ThrowIfUnavailable();
            if ((Volatile.Read(ref _state) & Stale) == 0)
            {
                return;
            }

            bool packed = false;
            try
            {
                Interlocked.Or(ref _state, Updating);
                WaitForCalls();

                // Cleared before packing: a change made meanwhile sets it again and is packed by the next call.
                Interlocked.And(ref _state, ~Stale);
                _packed ??= new AlignedBuffer(_packedLength);
                Pack(ParameterBlock, _packed.Pointer);
                packed = true;
            }
            finally
            {
                if (!packed)
                {
                    MarkStale();
                }

                Interlocked.And(ref _state, ~Updating);
            }
        }
    }

    /// <summary>Waits until no call runs. The caller holds the lock and has set a flag.</summary>
    private void WaitForCalls()
    {
        while (true)
        {
            // Reset, look, wait: an event set late, for an earlier wait, must not end this one.
            _callsLeft.Reset();
            if (Volatile.Read(ref _state) < OneCall)
            {
                return;
            }

            _callsLeft.Wait();
        }
    }

    private void MarkStale() => Interlocked.Or(ref _state, Stale);

    private void ThrowIfUnavailable()
    {
        int state = Volatile.Read(ref _state);
        ObjectDisposedException.ThrowIf((state & Closed) != 0, this);
        if ((state & Training) != 0)
        {
            throw new InvalidOperationException(
                $"'{Info.Name}' is being trained, so its weights change at this moment. Wait until training ends, or predict with a second network that loads a saved one.");
        }
    }

    /// <summary>What one call borrows. Used by generated code.</summary>
    protected ref struct Lease
    {
        private readonly Workspace _workspace;
        private Network? _network;

        internal Lease(Network network, Workspace workspace)
        {
            _network = network;
            _workspace = workspace;
            Packed = network._packed!.Pointer;
            Arena = workspace.Arena.Pointer;
        }

        /// <summary>The packed weights.</summary>
        public float* Packed { get; }

        /// <summary>The call's working memory.</summary>
        public float* Arena { get; }

        /// <summary>Predicts with the network's threads; false, and nothing is done, if it has one only, or the team or the machine is busy.</summary>
        /// <param name="callers">The caller's memory: inputs, then outputs.</param>
        /// <param name="count">Items.</param>
        public readonly bool TryForwardTogether(float** callers, int count) =>
            _network is { Threads: > 1 } network && _workspace.TryForwardTogether(network, Packed, callers, count);

        /// <summary>Gives the memory back.</summary>
        public void Dispose()
        {
            if (_network is { } network)
            {
                _network = null;
                network._workspaces.Return(_workspace);
                network.Leave();
            }
        }
    }
}
