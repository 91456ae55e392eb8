namespace CreditMonitor.Cli.Output;

/// <summary>What the process ends with. <c>status --check</c> alone uses the monitoring plugins' codes instead.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int NotWell = 1;
    public const int Usage = 2;
    public const int BadInput = 3;
    public const int RemoteFailed = 4;

    /// <summary>A bug: a person can do nothing about it but report it.</summary>
    public const int ProgramFault = 5;
}

/// <summary>A verb cannot go on: one or more sentences for stderr, and the exit status.</summary>
internal sealed class CommandFailure(int exitCode, params IEnumerable<string> sentences) : Exception(string.Join('\n', sentences))
{
    public int Code => exitCode;
}
