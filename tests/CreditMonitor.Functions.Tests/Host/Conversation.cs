using System.Collections.Concurrent;
using System.Threading.Channels;
using CreditMonitor.Functions.Tests.Rpc;
using Grpc.Core;

namespace CreditMonitor.Functions.Tests.Host;

/// <summary>The host's side of the one stream between the Azure Functions host and a worker: the host is the server, the worker calls
/// it.</summary>
internal sealed class Conversation : FunctionRpc.FunctionRpcBase
{
    /// <summary>Longer than any answer takes on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Channel<StreamingMessage> _toWorker = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _asked = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<RpcLog> _logs = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The worker called and said who it is.</summary>
    public Task Begun => _begun.Task.WaitAsync(Patience);

    /// <summary>What the worker logged, in order.</summary>
    public IReadOnlyList<RpcLog> Logs => [.. _logs];

    public void Say(StreamingMessage message) => _toWorker.Writer.TryWrite(message);

    /// <exception cref="OperationCanceledException">The worker ended first.</exception>
    public async Task<StreamingMessage> AskAsync(StreamingMessage message)
    {
        message.RequestId = Guid.NewGuid().ToString();
        var answer = _asked.GetOrAdd(message.RequestId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        Say(message);
        return await answer.Task.WaitAsync(Patience);
    }

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        var telling = TellAsync(responseStream, context.CancellationToken);
        try
        {
            await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken))
            {
                Hear(message);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or Grpc.Core.RpcException)
        {
            // The worker has ended.
        }

        _toWorker.Writer.TryComplete();
        await telling;
        foreach (var open in _asked.Values)
        {
            open.TrySetCanceled();
        }
    }

    private async Task TellAsync(IServerStreamWriter<StreamingMessage> worker, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _toWorker.Reader.ReadAllAsync(cancellationToken))
            {
                await worker.WriteAsync(message, cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // Nobody is there any more.
        }
    }

    private void Hear(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.StartStream:
                _begun.TrySetResult();
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                _logs.Enqueue(message.RpcLog);
                break;
            default:
                if (_asked.TryRemove(message.RequestId, out var answer))
                {
                    answer.TrySetResult(message);
                }

                break;
        }
    }
}
