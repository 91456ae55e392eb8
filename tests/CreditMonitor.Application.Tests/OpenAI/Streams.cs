namespace CreditMonitor.Application.Tests.OpenAI;

/// <summary>Spaces for ever: each read waits for <paramref name="pause"/>.</summary>
internal sealed class EndlessStream(TimeSpan pause) : ReadOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause, cancellationToken);

        cancellationToken.ThrowIfCancellationRequested();
        buffer.Span.Fill((byte)' ');
        return pause > TimeSpan.Zero ? 1 : buffer.Length;
    }
}

/// <summary>Begins an answer and breaks.</summary>
internal sealed class BreakingStream : ReadOnlyStream
{
    private bool _begun;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_begun)
            throw new IOException("The response ended prematurely.");

        _begun = true;
        "{\"data\":["u8.CopyTo(buffer.Span);
        return ValueTask.FromResult(9);
    }
}

internal abstract class ReadOnlyStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
