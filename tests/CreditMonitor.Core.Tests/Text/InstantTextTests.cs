using CreditMonitor.Core.Text;

namespace CreditMonitor.Core.Tests.Text;

public class InstantTextTests
{
    [Theory]
    [InlineData("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z")]
    [InlineData("2026-03-01t00:00:00z", "2026-03-01T00:00:00Z")]
    [InlineData("2026-03-01T00:00:00+01:00", "2026-02-28T23:00:00Z")]
    [InlineData("2026-03-01T00:00:00-23:30", "2026-03-01T23:30:00Z")]
    [InlineData("2026-03-01T00:00:00.5Z", "2026-03-01T00:00:00.5Z")]
    [InlineData("2026-03-01T23:59:59.99999999999Z", "2026-03-01T23:59:59.9999999Z")]
    public void An_instant_is_read_with_any_offset_and_written_in_utc(string text, string written)
    {
        Assert.True(InstantText.TryRead(text, out var instant));
        Assert.Equal(written, InstantText.Format(instant));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-03-01")]
    [InlineData("2026-03-01T00:00:00")]
    [InlineData("2026-03-01 00:00:00Z")]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-03-01T24:00:00Z")]
    [InlineData("2026-03-01T23:59:60Z")]
    [InlineData("2026-03-01T00:00Z")]
    [InlineData("2026-03-01T00:00:00.Z")]
    [InlineData("2026-03-01T00:00:00.5")]
    [InlineData("2026-03-01T00:00:00+0100")]
    [InlineData("2026-03-01T00:00:00+24:00")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("2026-03-01T00:00:00Z ")]
    public void What_is_no_instant_with_an_offset_is_refused(string text)
    {
        Assert.False(InstantText.TryRead(text, out _));
    }
}
