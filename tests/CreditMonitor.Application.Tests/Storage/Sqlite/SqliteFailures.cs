using CreditMonitor.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace CreditMonitor.Application.Tests.Storage.Sqlite;

public sealed class SqliteFailures
{
    [Theory]
    [InlineData(13, 13, "the disk is full")]
    [InlineData(10, 4874, "the disk is full")]    // SQLITE_IOERR_SHMSIZE: no room for -shm
    [InlineData(10, 778, "I/O error 778")]
    [InlineData(8, 8, "it is read-only")]
    [InlineData(14, 14, "it cannot be opened")]
    [InlineData(11, 11, "it is damaged")]
    [InlineData(5, 5, "another process holds it locked")]
    public void Each_failure_of_SQLite_is_one_sentence_that_says_what_to_do(int code, int extended, string says)
    {
        var cause = SqliteFailure.Cause(new SqliteException("raw words", code, extended));

        Assert.StartsWith(says, cause.Replace("the disk did not take or give what was asked (", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.EndsWith(".", cause, StringComparison.Ordinal);
        Assert.DoesNotContain("raw words", cause, StringComparison.Ordinal);
    }
}
