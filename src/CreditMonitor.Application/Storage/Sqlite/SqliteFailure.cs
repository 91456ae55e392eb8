using Microsoft.Data.Sqlite;

namespace CreditMonitor.Storage.Sqlite;

/// <summary>Why a file of SQLite cannot be used, in words, with what to do.</summary>
internal static class SqliteFailure
{
    /// <summary>Extended codes of I/O errors where the shared-memory file could not grow: the disk is full, though SQLite does not say
    /// so.</summary>
    private const int NoRoomForSharedMemory = 10 | (19 << 8);

    private const int SharedMemoryNotMapped = 10 | (21 << 8);

    public static string Cause(Exception e) => e switch
    {
        SqliteException { SqliteErrorCode: 13 } or SqliteException { SqliteExtendedErrorCode: NoRoomForSharedMemory or SharedMemoryNotMapped }
            => "the disk is full; free some space and poll again, nothing was half written.",
        SqliteException { SqliteErrorCode: 10 } s => $"the disk did not take or give what was asked (I/O error {s.SqliteExtendedErrorCode}); "
            + "see that it has room and works, and poll again, nothing was half written.",
        SqliteException { SqliteErrorCode: 8 } => "it is read-only; let this user write it, or set CreditMonitor:Storage:Sqlite elsewhere.",
        SqliteException { SqliteErrorCode: 14 } => "it cannot be opened; check the folder and its rights, or set CreditMonitor:Storage:Sqlite elsewhere.",
        SqliteException { SqliteErrorCode: 11 or 26 } => "it is damaged or no database; restore a copy, or move it away and poll anew.",
        SqliteException { SqliteErrorCode: 5 or 6 } => "another process holds it locked; stop that one or try again.",
        SqliteException s => $"SQLite says '{s.Message}'.",
        UnauthorizedAccessException => "this user may not open it; run as the user who made it, or set CreditMonitor:Storage:Sqlite elsewhere.",
        _ => e.Message,
    };
}
