using System.Collections.Immutable;
using CreditMonitor.Core.Notifications;
using CreditMonitor.Delivery.Mail;

namespace CreditMonitor.Http.Pages;

/// <summary>A page that a link in a mail leads to.</summary>
/// <param name="Expired">Of a confirmation: a new one can be asked for.</param>
/// <param name="CalendarUrl">Null where none is offered.</param>
public sealed record SubscriptionPageModel(TokenPurpose Purpose, string? Token, bool Expired, Subscription Subscription, string OrganizationName, string? CalendarUrl, ImmutableArray<string> Faults);
