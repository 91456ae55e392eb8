using CreditMonitor.Settings;

namespace CreditMonitor.Delivery.Mail;

/// <summary>The folder that receives mails. One that the program makes is closed to others; into one that was there somebody else looks,
/// perhaps by its group.</summary>
internal static class PickupFolder
{
    /// <summary>Mails are written in here and then moved into place.</summary>
    private const string Aside = ".writing";

    /// <summary>Stands in <see cref="Aside"/> where the program made the folder.</summary>
    private const string Mark = "folder-made-by-creditmonitor";

    /// <summary>Makes the folder where it is missing.</summary>
    public static void Make(string folder)
    {
        if (OwnFiles.MakeFolder(folder))
        {
            var aside = Path.Combine(folder, Aside);
            OwnFiles.MakeFolder(aside);
            OwnFiles.MakeEmpty(Path.Combine(aside, Mark));
        }
    }

    /// <summary>A folder for one mail while it is written: nobody else can look into it.</summary>
    public static string MakeAside(string folder, string mailId)
    {
        Make(folder);
        var aside = Path.GetFullPath(Path.Combine(folder, Aside, mailId));
        OwnFiles.MakeFolder(aside);
        return aside;
    }

    /// <summary>0600 in a folder of the program's own for as long as nobody opened it to others, else 0640.</summary>
    public static UnixFileMode ModeOfMails(string folder) =>
        File.Exists(Path.Combine(folder, Aside, Mark)) && IsClosed(folder) ? OwnFiles.ForOwner : OwnFiles.ForGroup;

    private static bool IsClosed(string folder) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(folder) & (UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) == 0;
}
