namespace CreditMonitor.Http.Api;

/// <summary>How many bytes of a request's body are read; a handler may say fewer, or a few more, before it reads.</summary>
internal sealed class BodyLimit(long most)
{
    public long Most { get; set; } = most;
}

/// <summary>A body that ends with 413 once it is larger than its limit: at once where the caller says its length.</summary>
internal sealed class BoundedBody(Stream sent, long? declared, BodyLimit limit) : Stream
{
    private long _read;

    /// <summary>Somebody began to read it, and so the caller has been asked for it.</summary>
    public bool IsBegun { get; private set; }

    /// <summary>Nothing more comes.</summary>
    public bool IsEnded { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (declared > limit.Most)
        {
            throw TooLarge();
        }

        IsBegun = true;
        var read = await sent.ReadAsync(buffer, cancellationToken);
        _read += read;
        IsEnded |= (read == 0 && buffer.Length > 0) || _read == declared;
        return _read > limit.Most ? throw TooLarge() : read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static BadHttpRequestException TooLarge() => new("The body is too large.", StatusCodes.Status413PayloadTooLarge);
}
